package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farebox.directory.DirectoryChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table of the directory's recent changes, written with each change and read by every engine twice a second.
 *
 * <p>A change carries the clock of the engine that made it. A reader therefore looks back a little each time, and passes
 * over what it has seen: engines' clocks may differ by {@link #OVERLAP}.
 */
final class ChangeFeed implements DirectoryChanges {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration OVERLAP = Duration.ofSeconds(10);
    /** After a gap of this length rows may have expired unseen: every cache starts over. */
    private static final Duration GAP_MAX = Duration.ofMinutes(50);

    private static final int SEEN_MAX = 100_000;

    private final Database database;
    private final InstantSource clock;

    ChangeFeed(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The row that notes a change, for the batch that makes it. */
    BoundStatementBuilder row(Change change) {
        UUID id = Uuids.timeBased();
        return database.bind(Cql.INSERT_CHANGE)
                .setLong(0, minute(Instant.ofEpochMilli(Uuids.unixTimestamp(id))))
                .setUuid(1, id)
                .setString(2, change.kind().name().toLowerCase(Locale.ROOT))
                .setString(3, change.id());
    }

    @Override
    public Flux<Change> changes() {
        return Flux.defer(() -> {
            Reader reader = new Reader(clock.instant());
            return reader.poll()
                    .concatWith(Flux.defer(() -> Mono.delay(POLL).thenMany(reader.poll()))
                            .repeat());
        });
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }

    /** One subscriber's place in the feed. */
    private final class Reader {
        private final Cache<UUID, Boolean> seen =
                Caffeine.newBuilder().maximumSize(SEEN_MAX).build();
        private Instant readUntil;
        private boolean failing;

        Reader(Instant start) {
            readUntil = start;
        }

        Flux<Change> poll() {
            return Flux.defer(() -> {
                        Instant now = clock.instant();
                        if (isGap(now)) {
                            readUntil = now;
                            return Flux.just(Change.EVERYTHING);
                        }
                        return since(readUntil.minus(OVERLAP), now).doOnComplete(() -> read(now));
                    })
                    .onErrorResume(failure -> {
                        fail(failure);
                        return Flux.empty();
                    });
        }

        /** Also where the clock went back by more than is looked back: what was changed since bears earlier times. */
        private boolean isGap(Instant now) {
            return Duration.between(readUntil, now).compareTo(GAP_MAX) > 0 || now.isBefore(readUntil.minus(OVERLAP));
        }

        /** Also looks into the next minute: another engine's clock may be there already. */
        private Flux<Change> since(Instant from, Instant now) {
            long first = minute(from);
            int minutes = (int) (minute(now.plus(OVERLAP)) - first) + 1;
            return Flux.range(0, minutes)
                    .concatMap(i -> database.rows(database.bind(Cql.SELECT_CHANGES)
                            .setLong(0, first + i)
                            .setInstant(1, from)
                            .build()))
                    .filter(row -> seen.asMap().putIfAbsent(Objects.requireNonNull(row.getUuid("id")), true) == null)
                    .map(ChangeFeed::change);
        }

        private void read(Instant now) {
            readUntil = now;
            if (failing) {
                failing = false;
                LOG.info("The directory's changes can be read again");
            }
        }

        private void fail(Throwable failure) {
            if (!failing) {
                failing = true;
                LOG.warn("The directory's changes cannot be read; will keep trying: {}", failure.toString());
            }
        }
    }

    private static Change change(Row row) {
        Kind kind = Kind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT));
        return new Change(kind, text(row, "subject"));
    }
}
