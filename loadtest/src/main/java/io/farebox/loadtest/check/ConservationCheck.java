package io.farebox.loadtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Reader;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The check after every run: granted − available = reserved + confirmed, told = ledger = balance, and no message twice.
 *
 * <p>The ledger follows the balance by its lag, so a fault counts only when it is still there after a bounded wait.
 */
public final class ConservationCheck {
    /** Sends of each account whose messages are looked at one by one. */
    private static final int SAMPLED_SENDS_MAX = 20;

    private static final int SAMPLED_LARGE_SENDS_MAX = 2;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final Function<String, Reader> readers;
    private final Duration lagMax;

    /**
     * A check of one installation.
     *
     * @param readers the installation for the holder of a key
     * @param lagMax how long the ledger may take to show what the balance shows
     */
    public ConservationCheck(Function<String, Reader> readers, Duration lagMax) {
        this.readers = readers;
        this.lagMax = lagMax;
    }

    /** Checks each account; the wait for the ledger is one for all of them. */
    public Verdict check(List<Told> accounts, Told.Expectation expectation) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + lagMax.toNanos();
        Verdict all = new Verdict();
        for (Told told : accounts) {
            Verdict verdict = checkOnce(told, expectation);
            while (!verdict.isSound() && System.nanoTime() < deadlineNanos) {
                Thread.sleep(RETRY_PAUSE.toMillis());
                verdict = checkOnce(told, expectation);
            }
            all.add(verdict);
        }
        return all;
    }

    private Verdict checkOnce(Told told, Told.Expectation expectation) throws IOException, InterruptedException {
        Verdict verdict = new Verdict();
        Reader reader = readers.apply(told.key());
        JsonNode balance = reader.get("/v1/accounts/" + told.account() + "/balance");
        LedgerFold ledger = LedgerFold.read(reader, told.account(), verdict);
        verdict.looked(told.sends().size(), ledger.lines());
        checkBalance(told, balance, verdict);
        checkLedger(told, balance, ledger, verdict);
        checkSends(told, ledger.sends(), verdict);
        if (verdict.isSound()) {
            for (Told.Sent send : sample(told.sends())) {
                checkMessages(reader, send, expectation, verdict);
            }
        }
        return verdict;
    }

    private static void checkBalance(Told told, JsonNode balance, Verdict verdict) {
        String account = told.account();
        long available = Micro.of(balance, "available");
        long reserved = Micro.of(balance, "reserved");
        long confirmed = Micro.of(balance, "confirmed");
        verdict.same(
                account + ", granted − available = reserved + confirmed",
                told.grantedMicro() - available,
                reserved + confirmed);
        verdict.same(account + ", confirmed by reports", told.confirmedMicro(), confirmed);
        long heldMicro =
                told.sends().stream().mapToLong(Told.Sent::creditsMicro).sum();
        long toldReserved = heldMicro - told.confirmedMicro() - told.releasedMicro();
        if (told.unanswered().isEmpty()) {
            verdict.same(account + ", reserved as told", toldReserved, reserved);
        } else if (reserved < toldReserved) {
            verdict.fault(account + ", reserved: less than told, " + reserved + " < " + toldReserved);
        }
    }

    private static void checkLedger(Told told, JsonNode balance, LedgerFold ledger, Verdict verdict) {
        verdict.same(told.account() + ", available by the ledger", Micro.of(balance, "available"), ledger.movedMicro());
        verdict.same(
                told.account() + ", confirmed by the ledger", Micro.of(balance, "confirmed"), ledger.chargedMicro());
    }

    private static void checkSends(Told told, Map<String, LedgerFold.OfSend> ledger, Verdict verdict) {
        Set<String> known = new HashSet<>();
        for (Told.Sent send : told.sends()) {
            LedgerFold.OfSend found = ledger.get(send.id());
            if (!known.add(send.id())) {
                verdict.fault("the id " + send.id() + " was told to two senders");
            } else if (found == null) {
                verdict.fault("send " + send.id() + " was answered 201 and is not on the ledger");
            } else {
                verdict.same("send " + send.id() + ", times on the ledger", 1, found.reservations);
                verdict.same("send " + send.id() + ", credits", send.creditsMicro(), found.reservedMicro);
                verdict.same("send " + send.id() + ", messages", send.count(), found.reservedMessages);
            }
        }
        Set<String> unanswered = new HashSet<>(told.unanswered());
        ledger.forEach((id, found) -> {
            if (found.chargedMessages > found.reservedMessages) {
                verdict.fault(
                        "send " + id + ": " + found.chargedMessages + " messages charged of " + found.reservedMessages);
            }
            if (found.reservations > 0 && !known.contains(id) && !unanswered.remove(found.reference)) {
                verdict.fault("send " + id + " is on the ledger and was told to nobody");
            }
        });
    }

    private static void checkMessages(Reader reader, Told.Sent send, Told.Expectation expectation, Verdict verdict)
            throws IOException, InterruptedException {
        Set<String> seen = new HashSet<>();
        Pages.read(reader, "/v1/sends/" + send.id() + "/messages", message -> {
            String id = message.path("id").asText();
            if (!seen.add(id)) {
                verdict.fault("message " + id + " comes twice");
            }
            int index = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
            String expected = expectation.status(send, index);
            String found = message.path("status").asText();
            if (!expected.equals(found)) {
                verdict.fault("message " + id + " is " + found + " and should be " + expected);
            }
        });
        verdict.lookedAtMessages(seen.size());
        verdict.same("send " + send.id() + ", messages in its history", send.count(), seen.size());
    }

    /** Sends spread evenly over all of them, and the largest: most messages are in those. */
    private static Set<Told.Sent> sample(List<Told.Sent> sends) {
        int step = Math.max(1, sends.size() / SAMPLED_SENDS_MAX);
        Set<Told.Sent> sample = new LinkedHashSet<>();
        IntStream.iterate(0, i -> i < sends.size(), i -> i + step)
                .mapToObj(sends::get)
                .forEach(sample::add);
        sends.stream()
                .sorted(Comparator.comparingInt(Told.Sent::count).reversed())
                .limit(SAMPLED_LARGE_SENDS_MAX)
                .forEach(sample::add);
        return sample;
    }
}
