package io.farebox.cassandra;

import io.farebox.charge.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each account sees of one block. */
final class AccountRows {
    private static final class Seen {
        private final List<Movement> lines = new ArrayList<>();
        private final UsageTally usage = new UsageTally();
    }

    private final Map<String, Seen> accounts = new LinkedHashMap<>();

    /** A movement is seen by the account that caused it and, where that is another one, by the account that paid. */
    void move(Movement movement) {
        String cause = Ids.accountOf(movement.leaf());
        String payer = Ids.accountOf(movement.payer());
        seenBy(cause).lines.add(movement);
        if (!payer.equals(cause)) {
            seenBy(payer).lines.add(movement);
        }
    }

    /** Counts towards the usage of the account that sent. */
    void use(String leaf, String label, String country, String status, long messages, long creditsMicro) {
        seenBy(Ids.accountOf(leaf)).usage.add(Ids.listOf(leaf), label, country, status, messages, creditsMicro);
    }

    private Seen seenBy(String account) {
        return accounts.computeIfAbsent(account, any -> new Seen());
    }

    /**
     * Adds it to the rows.
     *
     * @param runs which have begun the block
     * @param pointers is told where rows lie
     */
    void write(AccountRuns runs, Pointers pointers, long seq, Instant at) {
        long bucket = JournalArchive.bucketOf(seq);
        Instant hour = AccountHour.hourOf(at);
        accounts.forEach((account, seen) -> {
            pointers.add(new AccountHour(account, hour, bucket));
            runs.add(account, seen.lines, seen.usage);
        });
    }
}
