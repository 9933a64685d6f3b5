package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;

/** Redis memory per message in flight, of coalesced single sends. */
final class SingleMemory implements Row {
    @Override
    public String what() {
        return "Redis memory per message, coalesced singles";
    }

    @Override
    public String against() {
        return "–";
    }

    @Override
    public Goal goal() {
        return Goal.atMost(64, "bytes");
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Field field = round.field();
        Memory before = Memory.before(round);
        Result result = round.sends(field.plan(field.api(), field.flatSingles()), Fsync.ALWAYS);
        return Reading.amount(before.grownBytes(round) / (double) result.all(201));
    }

    @Override
    public boolean isMeasuredOnce() {
        return true;
    }
}
