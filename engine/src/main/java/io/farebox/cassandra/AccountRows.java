package io.farebox.cassandra;

import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Ids;
import io.farebox.ledger.Pack;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of one block in account_block: one for each account that sees something of it. */
final class AccountRows {
    private static final int KEY_BYTES = 64;

    /** An account that has rows on a day. */
    record AccountDay(String account, LocalDate day) {}

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
     * @param days is told which accounts have rows on which day
     */
    void write(Database database, Writes writes, Set<AccountDay> days, long seq, Instant at, LocalDate day) {
        accounts.forEach((account, seen) -> {
            Pack lines = Movement.pack(seen.lines);
            Pack usage = seen.usage.pack();
            var row = database.bind(Cql.INSERT_ACCOUNT_BLOCK)
                    .setString(0, account)
                    .setLocalDate(1, day)
                    .setInstant(2, at)
                    .setLong(3, seq)
                    .setByteBuffer(4, lines.toBuffer());
            // A grant counts towards no usage, and a column that is not written costs nothing.
            if (seen.usage.size() > 0) {
                row = row.setByteBuffer(5, usage.toBuffer());
            }
            days.add(new AccountDay(account, day));
            writes.add(
                    new Target("account", account, day.toEpochDay()),
                    row.build(),
                    KEY_BYTES + lines.size() + usage.size());
        });
    }
}
