package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;

/** Single-message sends, against an engine that makes one script call of each. */
final class CoalescedSingles implements Row {
    @Override
    public String what() {
        return "single sends, appendfsync always";
    }

    @Override
    public String against() {
        return "one script call per request";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(2);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Result uncoalesced = round.sends(
                round.field().plan(round.field().uncoalesced(), round.field().flatSingles()), Fsync.ALWAYS);
        return Reading.ratio(round.singles(Fsync.ALWAYS).perSecond(), uncoalesced.perSecond());
    }
}
