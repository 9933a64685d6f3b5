package io.farebox.loadtest.bench;

import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;

/** Single-message sends, durable, against the server's echo. */
final class DurableSingles implements Row {
    @Override
    public String what() {
        return "single sends, appendfsync always";
    }

    @Override
    public String against() {
        return "JSON echo";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(0.60);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(
                round.singles(Fsync.ALWAYS).perSecond(), round.echo().perSecond());
    }
}
