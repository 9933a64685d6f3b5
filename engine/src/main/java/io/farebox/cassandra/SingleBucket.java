package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;

/**
 * Where single-message sends lie. A lane counts its records up and its calls are decided in that order, all but always, so a row for
 * the first record in a bucket says where those after it are, up to the next row: there is no row for each record.
 *
 * <p>Pointers to one bucket that belong to one lane are equal, whichever record they name; of these the lowest must be written.
 *
 * @param record the lowest one that is known to be in the bucket
 * @param bucket see {@link JournalArchive#bucketOf}
 */
record SingleBucket(String record, long bucket) implements Pointer {
    /**
     * Rows that may have to be read: a call's record may go on in the block after its first one, and that be of the next bucket;
     * and of two calls under way one may have to be sent again, and be decided after later ones in a later bucket.
     */
    static final int BUCKETS_MAX = 3;

    /** The characters of a record's id that count a million. */
    private static final int COUNTING_CHARS = 4;

    /** A million records that one event loop has named in one partition: keeps a Cassandra partition at a bounded size. */
    static String laneOf(String record) {
        return record.substring(0, record.length() - COUNTING_CHARS);
    }

    @Override
    public Target target() {
        return new Target("single_bucket", laneOf(record), 0);
    }

    @Override
    public BatchableStatement<?> row(Database database) {
        return database.bind(Cql.INSERT_SINGLE_BUCKET)
                .setString(0, laneOf(record))
                .setString(1, record)
                .setLong(2, bucket)
                .build();
    }

    /** Records before the one that was written would not be found by it. */
    @Override
    public boolean covers(Pointer equal) {
        return equal instanceof SingleBucket other && record.compareTo(other.record) <= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SingleBucket that
                && bucket == that.bucket
                && laneOf(record).equals(laneOf(that.record));
    }

    @Override
    public int hashCode() {
        return 31 * laneOf(record).hashCode() + Long.hashCode(bucket);
    }
}
