package io.farebox.cassandra;

import io.farebox.cassandra.AccountRun.Seen;
import io.farebox.ledger.Pack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows in account_run of the blocks of one write: what a row costs is mostly the row, and with many customers each has a
 * line or two in a block. So accounts share rows, a sixteenth of all in each, unless a block has many lines of one.
 *
 * <p>Which blocks are written together is chance, and blocks that were not acknowledged are written again with others. So a row is named
 * by its last block, and where two are named alike the longer one stays: the earlier its first block, the later its write
 * time. Which row a block's lines of an account are in depends on that block alone.
 */
final class AccountRuns {
    /** From the first block of a run to its last one, at the most: whoever reads from a time back knows where to begin. */
    static final Duration TIME_MAX = Duration.ofSeconds(1);

    /** An account with so many lines in a block has them in a row of its own: what others share stays small. */
    private static final int OWN_LINES_MIN = 8;

    private static final int SHARES = 16;
    /** Beyond it a run goes on in another row, with the next block. */
    private static final int ROW_BYTES_MAX = 32 << 10;

    private static final int KEY_BYTES = 100;

    /** What of a row there is so far. */
    private static final class Open {
        private final List<Seen> lines = new ArrayList<>();
        private final List<Seen> usage = new ArrayList<>();
        private int bytes;
    }

    private final Database database;
    private final Writes writes;
    private final int partition;
    private final Map<String, Open> rows = new LinkedHashMap<>();
    private Instant firstAt = Instant.EPOCH;
    private long seq;
    private Instant at = Instant.EPOCH;

    AccountRuns(Database database, Writes writes, int partition) {
        this.database = database;
        this.writes = writes;
        this.partition = partition;
    }

    /** The accounts whose rows an account shares. They have no id that begins like this. */
    static String shareOf(String account) {
        return "#" + Math.floorMod(account.hashCode(), SHARES);
    }

    /** Begins a block: what is added from now on is seen of it. */
    void begin(long seq, Instant at) {
        boolean goesOn = seq == this.seq + 1
                && !at.isBefore(this.at)
                && at.isBefore(firstAt.plus(TIME_MAX))
                && JournalArchive.bucketOf(seq) == JournalArchive.bucketOf(this.seq)
                && AccountHour.hourOf(at).equals(AccountHour.hourOf(this.at));
        if (!goesOn) {
            finish();
            firstAt = at;
        }
        this.seq = seq;
        this.at = at;
    }

    /** Adds what an account sees of the block: at least one line, and its usage where that is not empty. */
    void add(String account, List<Movement> lines, UsageTally usage) {
        String key = lines.size() < OWN_LINES_MIN ? shareOf(account) : account;
        Open row = rows.computeIfAbsent(key, any -> new Open());
        if (row.bytes > ROW_BYTES_MAX && row.lines.get(row.lines.size() - 1).seq() != seq) {
            write(key, row);
            row = new Open();
            rows.put(key, row);
        }
        row.bytes += add(account, Movement.pack(lines), row.lines);
        if (usage.size() > 0) {
            row.bytes += add(account, usage.pack(), row.usage);
        }
    }

    private int add(String account, Pack pack, List<Seen> to) {
        to.add(new Seen(seq, at, account, pack.bytes()));
        return pack.size();
    }

    /** Adds the rows of all blocks so far. */
    void finish() {
        rows.forEach(this::write);
        rows.clear();
    }

    private void write(String key, Open open) {
        AccountRun run = new AccountRun(open.lines);
        long bucket = JournalArchive.bucketOf(run.lastSeq());
        Pack lines = run.pack();
        var row = database.bind(Cql.INSERT_ACCOUNT_RUN)
                .setInt(0, partition)
                .setLong(1, bucket)
                .setString(2, key)
                .setInstant(3, run.lastAt())
                .setLong(4, run.lastSeq())
                .setByteBuffer(5, lines.toBuffer())
                .setLong(7, JournalArchive.blocksLeftFrom(run.firstSeq()));
        int bytes = KEY_BYTES + lines.size();
        // A grant counts towards no usage, and a column that is not written costs nothing.
        if (!open.usage.isEmpty()) {
            Pack usage = new AccountRun(open.usage).pack();
            row = row.setByteBuffer(6, usage.toBuffer());
            bytes += usage.size();
        }
        writes.add(JournalArchive.target(bucket), row.build(), bytes);
    }
}
