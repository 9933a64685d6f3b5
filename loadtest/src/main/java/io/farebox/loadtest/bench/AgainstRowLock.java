package io.farebox.loadtest.bench;

import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;

/** Single-message sends of one account, durable, against its row in PostgreSQL, which each of them locks until it is on the disk. */
final class AgainstRowLock implements Row {
    private final RowLocks rowLocks;

    AgainstRowLock(RowLocks rowLocks) {
        this.rowLocks = rowLocks;
    }

    @Override
    public String what() {
        return "single sends, appendfsync always";
    }

    @Override
    public String against() {
        return "a row lock in PostgreSQL";
    }

    @Override
    public Goal goal() {
        return Goal.NONE;
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(
                round.singles(Fsync.ALWAYS).perSecond(),
                rowLocks.run(round.field().flatSingles()).perSecond());
    }
}
