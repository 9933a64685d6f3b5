package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;

/**
 * Where reports on the messages of a record lie.
 *
 * @param bucket see {@link JournalArchive#bucketOf}
 */
record RecordBucket(String record, long bucket) implements Pointer {
    @Override
    public Target target() {
        return RecordRows.target(record);
    }

    @Override
    public BatchableStatement<?> row(Database database) {
        return database.bind(Cql.INSERT_RECORD_BUCKET)
                .setString(0, record)
                .setLong(1, bucket)
                .build();
    }
}
