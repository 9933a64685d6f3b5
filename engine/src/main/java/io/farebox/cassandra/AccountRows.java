package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import io.farebox.cassandra.Writes.Target;
import io.farebox.charge.Ids;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rows of one block in ledger, usage and account_send, which share a partition key: an account and a day. */
final class AccountRows {
    private static final int LEDGER_BYTES = 260;
    private static final int SMALL_BYTES = 120;

    /** An account that has rows on a day. */
    record AccountDay(String account, LocalDate day) {}

    /**
     * A row of the ledger without its key's account.
     *
     * @param place unique in the block
     */
    record Movement(
            int place,
            String kind,
            String leaf,
            String payer,
            long creditsMicro,
            long availableMicro,
            int messages,
            String send,
            String reason,
            String label,
            String reference) {}

    private record UsageKey(String account, String list, String label, String country, String status) {}

    private record Tally(long messages, long creditsMicro) {
        Tally plus(Tally other) {
            return new Tally(messages + other.messages, creditsMicro + other.creditsMicro);
        }
    }

    private final Database database;
    private final Writes writes;
    private final Set<AccountDay> days;
    private final long seq;
    private final Instant at;
    private final LocalDate day;
    private final Map<UsageKey, Tally> usage = new LinkedHashMap<>();

    AccountRows(Database database, Writes writes, Set<AccountDay> days, long seq, Instant at, LocalDate day) {
        this.database = database;
        this.writes = writes;
        this.days = days;
        this.seq = seq;
        this.at = at;
        this.day = day;
    }

    /** A movement is seen by the account that caused it and, where that is another one, by the account that paid. */
    void move(Movement movement) {
        String cause = Ids.accountOf(movement.leaf());
        String payer = Ids.accountOf(movement.payer());
        move(cause, movement);
        if (!payer.equals(cause)) {
            move(payer, movement);
        }
    }

    private void move(String account, Movement m) {
        BoundStatementBuilder row = database.bind(Cql.INSERT_LEDGER)
                .setString(0, account)
                .setLocalDate(1, day)
                .setInstant(2, at)
                .setLong(3, seq)
                .setInt(4, m.place())
                .setString(5, m.kind())
                .setString(6, Ids.accountOf(m.leaf()))
                .setString(8, m.payer())
                .setLong(9, m.creditsMicro())
                .setLong(10, m.availableMicro())
                .setInt(11, m.messages());
        row = setUnlessEmpty(row, 7, Ids.listOf(m.leaf()));
        row = setUnlessEmpty(row, 12, m.send());
        row = setUnlessEmpty(row, 13, m.reason());
        row = setUnlessEmpty(row, 14, m.label());
        row = setUnlessEmpty(row, 15, m.reference());
        add(account, row, LEDGER_BYTES);
    }

    void sent(String account, String send, String sender) {
        BoundStatementBuilder row = database.bind(Cql.INSERT_ACCOUNT_SEND)
                .setString(0, account)
                .setLocalDate(1, day)
                .setInstant(2, at)
                .setString(3, send)
                .setString(4, sender);
        add(account, row, SMALL_BYTES);
    }

    /** Counts towards the usage of the account that sent. */
    void use(String leaf, String label, String country, String status, long messages, long creditsMicro) {
        UsageKey key = new UsageKey(Ids.accountOf(leaf), Ids.listOf(leaf), label, country, status);
        usage.merge(key, new Tally(messages, creditsMicro), Tally::plus);
    }

    /** Adds what was counted; to be called once, at the end of the block. */
    void finish() {
        usage.forEach((key, tally) -> {
            BoundStatementBuilder row = database.bind(Cql.INSERT_USAGE)
                    .setString(0, key.account())
                    .setLocalDate(1, day)
                    .setLong(2, seq)
                    .setString(3, key.list())
                    .setString(4, key.label())
                    .setString(5, key.country())
                    .setString(6, key.status())
                    .setLong(7, tally.messages())
                    .setLong(8, tally.creditsMicro());
            add(key.account(), row, SMALL_BYTES);
        });
    }

    private void add(String account, BoundStatementBuilder row, int bytes) {
        days.add(new AccountDay(account, day));
        writes.add(new Target("account", account, day.toEpochDay()), row.build(), bytes);
    }

    /** Leaves a column of an empty text unset, which costs nothing, where writing null would leave a tombstone. */
    private static BoundStatementBuilder setUnlessEmpty(BoundStatementBuilder row, int column, String text) {
        return text.isEmpty() ? row : row.setString(column, text);
    }
}
