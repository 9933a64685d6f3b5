package io.farebox.charge;

/** The rule for each kind of command, by what it is about. */
final class Rules implements Command.Cases<Decision> {
    private final Shaping shaping;
    private final Supplying supplying;
    private final Reserving reserving;
    private final Settling settling;

    Rules(State state, long nowMs) {
        shaping = new Shaping(state, nowMs);
        supplying = new Supplying(state, nowMs);
        reserving = new Reserving(state, nowMs);
        settling = new Settling(state, nowMs);
    }

    @Override
    public Decision openAccount(Command.OpenAccount c) {
        return shaping.openAccount(c);
    }

    @Override
    public Decision putList(Command.PutList c) {
        return shaping.putList(c);
    }

    @Override
    public Decision closeList(Command.CloseList c) {
        return shaping.closeList(c);
    }

    @Override
    public Decision setFunding(Command.SetFunding c) {
        return shaping.setFunding(c);
    }

    @Override
    public Decision setTopUp(Command.SetTopUp c) {
        return shaping.setTopUp(c);
    }

    @Override
    public Decision closeAccount(Command.CloseAccount c) {
        return shaping.closeAccount(c);
    }

    @Override
    public Decision suspend(Command.Suspend c) {
        return shaping.suspend(c);
    }

    @Override
    public Decision rollWindow(Command.RollWindow c) {
        return shaping.rollWindow(c);
    }

    @Override
    public Decision grant(Command.Grant c) {
        return supplying.grant(c);
    }

    @Override
    public Decision adjust(Command.Adjust c) {
        return supplying.adjust(c);
    }

    @Override
    public Decision transfer(Command.Transfer c) {
        return supplying.transfer(c);
    }

    @Override
    public Decision sweepAccount(Command.SweepAccount c) {
        return supplying.sweepAccount(c);
    }

    @Override
    public Decision reserve(Command.Reserve c) {
        return reserving.decide(c);
    }

    @Override
    public Decision settle(Command.Settle c) {
        return settling.settle(c);
    }

    @Override
    public Decision sweep(Command.Sweep c) {
        return settling.sweep(c);
    }

    @Override
    public Decision cancel(Command.Cancel c) {
        return settling.cancel(c);
    }

    @Override
    public Decision conclude(Command.Conclude c) {
        return settling.conclude(c);
    }
}
