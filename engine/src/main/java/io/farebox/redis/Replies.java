package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Balance;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.charge.Settlement;
import io.farebox.ledger.EntryCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the replies of charge.lua. */
final class Replies {
    private static final byte[] NO_BYTES = {};

    private Replies() {}

    /** The outcome that a reply stands for: text, or a list where a first answer is repeated. */
    static Outcome outcome(Object reply) {
        return reply instanceof List<?> list ? replayed(list) : outcome(new String((byte[]) reply, UTF_8));
    }

    /** What a reply says of sends that are alike, each of which costs so much. */
    static Group group(Object reply, long creditsMicro) {
        Fields f = new Fields(new String((byte[]) reply, UTF_8));
        if (f.text().charAt(0) != 'B') {
            throw new IllegalStateException("a script gave a reply of another kind for sends that are alike");
        }
        String record = f.text();
        int slot = f.count();
        int held = f.count();
        Balance balance = f.balance();
        return new Group(record, slot, held, balance, creditsMicro, f.isAtEnd() ? null : refused(f));
    }

    /**
     * What became of sends that are alike: the first so many are held, the rest is refused.
     *
     * @param last the payer's balance after the last one that is held
     */
    record Group(
            String record, int slot, int held, Balance last, long creditsMicro, Outcome.@Nullable Refused refused) {

        /** The outcome of the send of that number, from 0. */
        Outcome outcome(int number) {
            if (number >= held) {
                return Objects.requireNonNull(refused);
            }
            long later = (held - 1 - number) * creditsMicro;
            Balance balance =
                    new Balance(last.availableMicro() + later, last.reservedMicro() - later, last.confirmedMicro());
            return new Outcome.Reserved(record, slot + number, 1, 1, creditsMicro, balance);
        }
    }

    /** What a reply says of each of some reports of one record. */
    static List<Outcome> settled(Object reply) {
        Fields f = new Fields(new String((byte[]) reply, UTF_8));
        if (f.text().charAt(0) != 'Z') {
            throw new IllegalStateException("a script gave a reply of another kind for reports");
        }
        List<Outcome> outcomes = new ArrayList<>();
        while (!f.isAtEnd()) {
            String one = f.text();
            outcomes.add(
                    switch (one.charAt(0)) {
                        case 'U' -> new Outcome.Unchanged(EntryCodec.cause(one.charAt(1)));
                        case 'W' ->
                            new Outcome.Refused(new Refusal(Refusal.Reason.WINDOW_ENDED, one.substring(1), 0, 0));
                        default ->
                            new Outcome.Settled(Settlement.of(one.charAt(0)), Long.parseLong(one, 1, one.length(), 10));
                    });
        }
        return outcomes;
    }

    private static Outcome.Refused refused(Fields f) {
        return new Outcome.Refused(new Refusal(Refusal.Reason.valueOf(f.text()), f.text(), f.number(), f.number()));
    }

    private static Outcome outcome(String reply) {
        Fields f = new Fields(reply);
        char kind = f.text().charAt(0);
        return switch (kind) {
            case 'R' -> new Outcome.Reserved(f.text(), f.count(), f.count(), f.count(), f.number(), f.balance());
            case 'S' -> new Outcome.Settled(Settlement.of(f.text().charAt(0)), f.number());
            case 'U' -> new Outcome.Unchanged(EntryCodec.cause(f.text().charAt(0)));
            case 'D' -> new Outcome.Done(f.text(), f.balance());
            case 'X' -> refused(f);
            default -> throw new IllegalStateException("a script gave a reply of kind " + kind);
        };
    }

    private static Outcome replayed(List<?> reply) {
        Outcome original = outcome(text(reply, 1));
        String count = text(reply, 2);
        if (count.isEmpty()) {
            return new Outcome.Replayed(original, null);
        }
        Order order = new Order(
                Integer.parseInt(count),
                EntryCodec.classes(text(reply, 4)),
                (byte[]) reply.get(6),
                Long.parseLong(text(reply, 3)),
                text(reply, 5),
                NO_BYTES);
        return new Outcome.Replayed(original, order);
    }

    private static String text(List<?> reply, int at) {
        return new String((byte[]) reply.get(at), UTF_8);
    }

    /** Reads a reply's fields one after the other. */
    static final class Fields {
        private static final char SEPARATOR = '\u001f';

        private final String reply;
        private int at;

        Fields(String reply) {
            this.reply = reply;
        }

        String text() {
            int end = reply.indexOf(SEPARATOR, at);
            String field = reply.substring(at, end < 0 ? reply.length() : end);
            at += field.length() + 1;
            return field;
        }

        long number() {
            return Long.parseLong(text());
        }

        int count() {
            return Integer.parseInt(text());
        }

        boolean isAtEnd() {
            return at > reply.length();
        }

        Balance balance() {
            return new Balance(number(), number(), number());
        }
    }
}
