package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;

/** Which partition each kind of command belongs to; its ids say it. */
final class PartitionOf implements Command.Cases<Integer> {
    private static final PartitionOf CASES = new PartitionOf();

    private PartitionOf() {}

    static int command(Command command) {
        return command.when(CASES);
    }

    @Override
    public Integer openAccount(Command.OpenAccount c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer putList(Command.PutList c) {
        return Ids.partitionOf(c.list());
    }

    @Override
    public Integer closeList(Command.CloseList c) {
        return Ids.partitionOf(c.list());
    }

    @Override
    public Integer grant(Command.Grant c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer suspend(Command.Suspend c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer rollWindow(Command.RollWindow c) {
        return Ids.partitionOf(c.node());
    }

    @Override
    public Integer reserve(Command.Reserve c) {
        return Ids.partitionOf(c.leaf());
    }

    @Override
    public Integer settle(Command.Settle c) {
        return Ids.partitionOfRecord(c.record());
    }

    @Override
    public Integer sweep(Command.Sweep c) {
        return Ids.partitionOfRecord(c.record());
    }

    @Override
    public Integer sweepAccount(Command.SweepAccount c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer transfer(Command.Transfer c) {
        return Ids.partitionOf(c.from());
    }

    @Override
    public Integer adjust(Command.Adjust c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer setFunding(Command.SetFunding c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer setTopUp(Command.SetTopUp c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer closeAccount(Command.CloseAccount c) {
        return Ids.partitionOf(c.account());
    }

    @Override
    public Integer cancel(Command.Cancel c) {
        return Ids.partitionOfRecord(c.record());
    }

    @Override
    public Integer conclude(Command.Conclude c) {
        return Ids.partitionOfRecord(c.record());
    }
}
