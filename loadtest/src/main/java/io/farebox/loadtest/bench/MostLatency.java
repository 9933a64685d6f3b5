package io.farebox.loadtest.bench;

import java.io.IOException;

/** The latency that 99 of 100 single sends stay below, at a fixed rate of half the highest load. */
final class MostLatency implements Row {
    @Override
    public String what() {
        return "p99 latency at half load, open loop";
    }

    @Override
    public String against() {
        return "–";
    }

    @Override
    public Goal goal() {
        return Goal.atMost(5, "ms");
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.amount(round.halfLoad().latency().p99Ms());
    }
}
