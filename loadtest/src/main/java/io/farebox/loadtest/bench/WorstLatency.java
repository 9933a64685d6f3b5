package io.farebox.loadtest.bench;

import java.io.IOException;

/** The latency that 999 of 1,000 single sends stay below, at a fixed rate of half the highest load. */
final class WorstLatency implements Row {
    @Override
    public String what() {
        return "p99.9 latency at half load, open loop";
    }

    @Override
    public String against() {
        return "–";
    }

    @Override
    public Goal goal() {
        return Goal.atMost(20, "ms");
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.amount(round.halfLoad().latency().p999Ms());
    }
}
