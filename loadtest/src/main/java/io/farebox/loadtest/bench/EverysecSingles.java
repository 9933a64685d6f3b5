package io.farebox.loadtest.bench;

import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;

/** Single-message sends with an fsync each second, against the server's echo. */
final class EverysecSingles implements Row {
    @Override
    public String what() {
        return "single sends, appendfsync everysec";
    }

    @Override
    public String against() {
        return "JSON echo";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(0.75);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(
                round.singles(Fsync.EVERYSEC).perSecond(), round.echo().perSecond());
    }
}
