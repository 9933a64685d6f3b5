package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;

/** Says where rows lie, so that they are found: written once, with the first of them. */
sealed interface Pointer permits AccountHour, RecordBucket, SingleBucket {
    /** The partition key of its own row. */
    Target target();

    /** Its own row. */
    BatchableStatement<?> row(Database database);

    /** Whether an equal pointer need not be written where this one was. */
    default boolean covers(Pointer equal) {
        return true;
    }
}
