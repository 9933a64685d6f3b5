package io.farebox.loadtest.bench;

import java.io.IOException;
import java.util.Map;

/**
 * What Redis holds for messages in flight: by how much its keys have grown, the journal's streams left out.
 *
 * <p>Redis's own total will not do: between two looks the buffers of its clients come and go by as much as a burst holds.
 */
final class Memory {
    private final Map<String, Long> before;

    private Memory(Map<String, Long> before) {
        this.before = before;
    }

    /** Looks at what there is before the messages come. */
    static Memory before(Round round) throws IOException, InterruptedException {
        return new Memory(settled(round));
    }

    /** Looks again; what has gone meanwhile, because others' time had come, counts for nothing. */
    long grownBytes(Round round) throws IOException, InterruptedException {
        long grown = 0;
        for (Map.Entry<String, Long> key : settled(round).entrySet()) {
            grown += key.getValue() - before.getOrDefault(key.getKey(), 0L);
        }
        return grown;
    }

    private static Map<String, Long> settled(Round round) throws IOException, InterruptedException {
        round.drain();
        return round.field().site().redisKeysBytes();
    }
}
