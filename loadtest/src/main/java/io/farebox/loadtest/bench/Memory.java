package io.farebox.loadtest.bench;

import java.io.IOException;
import java.time.Duration;

/** Redis's memory when the journal has gone to its archive: what then remains is kept for messages in flight. */
final class Memory {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int PAUSES_MAX = 20;

    private Memory() {}

    /** The memory, once it falls no more. */
    static long settledBytes(Round round) throws IOException, InterruptedException {
        round.drain();
        long bytes = round.field().site().redisMemoryBytes();
        for (int pauses = 0; pauses < PAUSES_MAX; pauses++) {
            Thread.sleep(PAUSE.toMillis());
            long now = round.field().site().redisMemoryBytes();
            if (now >= bytes && pauses > 0) {
                return now;
            }
            bytes = now;
        }
        return bytes;
    }
}
