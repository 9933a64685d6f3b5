package io.farebox.cassandra;

import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the accounts of one row see of some blocks in a row: all that there is of them from the first block to the last one.
 *
 * <p>So of two runs that end with the same block, the longer one has all of the other.
 *
 * @param seen at least one, in the order of their blocks
 */
record AccountRun(List<Seen> seen) {
    private static final int VERSION = 1;

    /** What the first one of a run is compared with. */
    private static final Seen NONE = new Seen(0, Instant.EPOCH, "", new byte[0]);

    /**
     * What an account sees of a block.
     *
     * @param at when the block was decided
     * @param packed its lines, as {@link Movement} packs them, or what it adds to the usage, as {@link UsageTally} does
     */
    record Seen(long seq, Instant at, String account, byte[] packed) {
        /** The time of a row's last block is that of the row, and no block of it is later. */
        static final Comparator<Seen> NEWEST_FIRST =
                Comparator.comparing(Seen::at).thenComparingLong(Seen::seq).reversed();

        private void packAfter(Seen before, Pack pack) {
            pack.number(seq - before.seq);
            if (seq != before.seq) {
                pack.number(at.toEpochMilli() - before.at.toEpochMilli());
            }
            pack.text(account.equals(before.account) ? "" : account).raw(packed);
        }

        private static Seen unpackAfter(Seen before, Unpack unpack) {
            long blocks = unpack.number();
            Instant at = blocks == 0 ? before.at : before.at.plusMillis(unpack.number());
            String account = unpack.text();
            return new Seen(before.seq + blocks, at, account.isEmpty() ? before.account : account, unpack.raw());
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(packed);
        }
    }

    long firstSeq() {
        return seen.get(0).seq;
    }

    long lastSeq() {
        return seen.get(seen.size() - 1).seq;
    }

    Instant lastAt() {
        return seen.get(seen.size() - 1).at;
    }

    /** The same bytes for the same content. */
    Pack pack() {
        Pack pack = new Pack().number(VERSION);
        Seen before = NONE;
        for (Seen one : seen) {
            one.packAfter(before, pack);
            before = one;
        }
        return pack;
    }

    /** What {@link #pack} packed, as far as one account sees it: it may be nothing. */
    static List<Seen> unpack(ByteBuffer bytes, String account) {
        Unpack unpack = new Unpack(bytes);
        Columns.checkVersion(VERSION, unpack.count());
        List<Seen> found = new ArrayList<>();
        Seen before = NONE;
        while (unpack.hasMore()) {
            before = Seen.unpackAfter(before, unpack);
            if (before.account.equals(account)) {
                found.add(before);
            }
        }
        return found;
    }
}
