package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;

/** Where rows of something lie that was not there before, to be noted once so that they are found. */
sealed interface Place permits AccountHour, RecordBucket {
    /** The partition key of the row that notes it. */
    Target target();

    /** The row that notes it. */
    BatchableStatement<?> note(Database database);
}
