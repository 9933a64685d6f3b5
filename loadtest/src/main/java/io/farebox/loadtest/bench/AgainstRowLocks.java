package io.farebox.loadtest.bench;

import java.io.IOException;

/** Single-message sends of many root accounts in turn, durable, against a row of each in PostgreSQL. */
final class AgainstRowLocks implements Row {
    private final SpreadSingles spread;
    private final RowLocks rowLocks;

    AgainstRowLocks(SpreadSingles spread, RowLocks rowLocks) {
        this.spread = spread;
        this.rowLocks = rowLocks;
    }

    @Override
    public String what() {
        return spread.what();
    }

    @Override
    public String against() {
        return "row locks in PostgreSQL";
    }

    @Override
    public Goal goal() {
        return Goal.NONE;
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(
                spread.run(round).perSecond(), rowLocks.run(spread.requests()).perSecond());
    }
}
