package io.farebox.charge;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What an account has available together with the lists that it assigned some of its credits to. */
final class Pools {
    private Pools() {}

    /** Available on the account and on those lists. */
    static long heldMicro(State state, Node account) {
        long micro = account.availableMicro();
        for (String list : state.pool(account.id()).lists()) {
            micro += state.known(list).availableMicro();
        }
        return micro;
    }

    /** Whether credits of the account are there that no unexpired package covers: it must be swept first. */
    static boolean isDue(State state, Node account, long nowMs) {
        return account.hasExpiryDueAt(nowMs)
                || heldMicro(state, account)
                        > Lots.sumMicro(state.pool(account.id()).lots());
    }

    /**
     * How so much is taken from lists in proportion to what each holds, so that the sum is exact: each gives its share
     * rounded down, and those with the largest remainders one micro-credit more, the earlier list first.
     *
     * @param takenMicro at most what they hold together, which is more than 0
     */
    static List<Long> shares(List<Long> heldMicro, long takenMicro) {
        BigInteger all =
                BigInteger.valueOf(heldMicro.stream().mapToLong(Long::longValue).sum());
        List<Long> shares = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        long leftMicro = takenMicro;
        for (long held : heldMicro) {
            BigInteger[] share = BigInteger.valueOf(takenMicro)
                    .multiply(BigInteger.valueOf(held))
                    .divideAndRemainder(all);
            shares.add(share[0].longValueExact());
            remainders.add(share[1]);
            leftMicro -= share[0].longValueExact();
        }
        List<Integer> order = IntStream.range(0, shares.size())
                .boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
                .toList();
        for (int i = 0; i < leftMicro; i++) {
            shares.set(order.get(i), shares.get(order.get(i)) + 1);
        }
        return shares;
    }
}
