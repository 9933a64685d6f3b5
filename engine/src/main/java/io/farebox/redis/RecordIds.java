package io.farebox.redis;

import io.farebox.charge.Ids;
import java.security.SecureRandom;

/** Makes ids of records that no other engine makes: 40 random bits of this one's, and a count. */
final class RecordIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long COUNT_MAX = (1L << 30) - 1;

    private long engine = RANDOM.nextLong();
    private long count;

    String next(int partition) {
        if (count == COUNT_MAX) {
            engine = RANDOM.nextLong();
            count = 0;
        }
        return Ids.record(partition, engine, count++);
    }
}
