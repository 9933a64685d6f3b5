package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;

/** Says where rows lie, so that they are found: written once, with the first of them. */
sealed interface Pointer permits AccountHour, RecordBucket {
    /** The partition key of its own row. */
    Target target();

    /** Its own row. */
    BatchableStatement<?> row(Database database);
}
