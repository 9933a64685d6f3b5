package io.farebox.cassandra;

import io.farebox.charge.Ids;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one block in account_block, in the Cassandra partition of the journal: one for each account that sees something of it. */
final class AccountRows {
    private static final int KEY_BYTES = 64;

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
     * Adds the rows.
     *
     * @param pointers is told where rows lie
     */
    void write(Database database, Writes writes, Pointers pointers, int partition, long seq, Instant at) {
        long bucket = JournalArchive.bucketOf(seq);
        Instant hour = AccountHour.hourOf(at);
        accounts.forEach((account, seen) -> {
            Pack lines = Movement.pack(seen.lines);
            Pack usage = seen.usage.pack();
            var row = database.bind(Cql.INSERT_ACCOUNT_BLOCK)
                    .setInt(0, partition)
                    .setLong(1, bucket)
                    .setString(2, account)
                    .setInstant(3, at)
                    .setLong(4, seq)
                    .setByteBuffer(5, lines.toBuffer());
            // A grant counts towards no usage, and a column that is not written costs nothing.
            if (seen.usage.size() > 0) {
                row = row.setByteBuffer(6, usage.toBuffer());
            }
            pointers.add(new AccountHour(account, hour, bucket));
            writes.add(JournalArchive.target(bucket), row.build(), KEY_BYTES + lines.size() + usage.size());
        });
    }
}
