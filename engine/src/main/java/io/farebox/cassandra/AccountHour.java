package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import io.farebox.cassandra.Writes.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Where rows of an account lie: the blocks of one bucket that were decided in one hour.
 *
 * @param hour when it began
 * @param bucket see {@link JournalArchive#bucketOf}
 */
record AccountHour(String account, Instant hour, long bucket) implements Pointer {
    /** When the hour began that an instant is in. */
    static Instant hourOf(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /** When the hour is over. */
    Instant end() {
        return hour.plus(1, ChronoUnit.HOURS);
    }

    LocalDate day() {
        return LocalDate.ofInstant(hour, ZoneOffset.UTC);
    }

    static int yearOf(Instant at) {
        return at.atZone(ZoneOffset.UTC).getYear();
    }

    @Override
    public Target target() {
        return new Target("account_hour", account, yearOf(hour));
    }

    @Override
    public BatchableStatement<?> row(Database database) {
        return database.bind(Cql.INSERT_ACCOUNT_HOUR)
                .setString(0, account)
                .setInt(1, yearOf(hour))
                .setInstant(2, hour)
                .setLong(3, bucket)
                .build();
    }
}
