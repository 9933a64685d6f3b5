package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The keyspace's upgrade to the newest step of schema.cql.
 *
 * <p>Engines that start at once take turns: a lightweight transaction holds the lock, which ends by itself when its
 * holder dies. The tables of the lock and of the versions exist before any lock does; their ids are made from the
 * keyspace's name, so that nodes that create them at the same moment create the same tables.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);
    private static final int LOCK_SECONDS = 120;
    private static final Duration LOCK_RETRY = Duration.ofMillis(100);
    /** For as long as the driver waits for nodes to agree. */
    private static final long SPREAD_RETRIES_MAX = 100;

    private static final Duration SLOW_RETRY = Duration.ofSeconds(1);
    private static final long SLOW_RETRIES_MAX = 20;

    private static final long LOCK_RETRIES_MAX = 2L * LOCK_SECONDS * 1000 / 100;

    private final CqlSession session;
    private final SchemaScript script;
    private final String owner;

    Schema(CqlSession session, SchemaScript script) {
        this(session, script, UUID.randomUUID().toString());
    }

    /** One that takes the lock by this name. */
    Schema(CqlSession session, SchemaScript script, String owner) {
        this.session = session;
        this.script = script;
        this.owner = owner;
    }

    /** Makes the keyspace where it is missing; the session need not be on it. */
    static Mono<Void> createKeyspace(CqlSession session, String keyspace, Map<String, String> replication) {
        String map = new TreeMap<>(replication)
                .entrySet().stream()
                        .map(e -> "'" + quoted(e.getKey()) + "': '" + quoted(e.getValue()) + "'")
                        .collect(Collectors.joining(", "));
        String cql = "CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = {" + map + "}";
        return execute(session, cql).then();
    }

    /** Brings the session's keyspace up to date; changes nothing where it is. */
    Mono<Void> upgrade() {
        return createVersions()
                .then(version())
                .flatMap(version -> version >= script.newest() ? Mono.empty() : upgradeAlone());
    }

    /** The highest step that was done, 0 on an empty keyspace. */
    Mono<Integer> version() {
        return execute(session, "SELECT max(step) AS step FROM schema_version WHERE scope = 'farebox'")
                .mapNotNull(AsyncResultSet::one)
                .map(row -> row.getInt("step"));
    }

    private Mono<Void> createVersions() {
        return create(
                        "schema_version",
                        "scope text, step int, done_at timestamp, PRIMARY KEY ((scope), step)",
                        "The numbered steps of schema.cql that were done here")
                .then(create(
                        "schema_lock",
                        "scope text, owner text, PRIMARY KEY (scope)",
                        "Which engine is upgrading the schema now"));
    }

    private Mono<Void> create(String table, String columns, String comment) {
        String keyspace = session.getKeyspace().map(Object::toString).orElseThrow();
        UUID id = UUID.nameUUIDFromBytes((keyspace + "." + table).getBytes(StandardCharsets.UTF_8));
        return execute(
                        session,
                        "CREATE TABLE IF NOT EXISTS " + table + " (" + columns + ") WITH id = " + id
                                + " AND comment = '" + comment + "'")
                .then();
    }

    private Mono<Void> upgradeAlone() {
        return Mono.usingWhen(lock(), held -> version().flatMap(this::runFrom), held -> unlock());
    }

    private Mono<Void> runFrom(int version) {
        return Flux.fromIterable(script.stepsAfter(version))
                .concatMap(step -> Flux.fromIterable(step.statements())
                        .concatMap(statement -> execute(session, statement))
                        .then(done(step.number())))
                .then();
    }

    private Mono<Void> done(int step) {
        LOG.info("Schema step {} is done", step);
        return execute(
                        session,
                        "INSERT INTO schema_version (scope, step, done_at) VALUES ('farebox', " + step
                                + ", toTimestamp(now()))")
                .then();
    }

    private Mono<Boolean> lock() {
        String insert = "INSERT INTO schema_lock (scope, owner) VALUES ('farebox', '" + owner
                + "') IF NOT EXISTS USING TTL " + LOCK_SECONDS;
        return execute(session, insert)
                .filter(this::isHeld)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("another engine is upgrading the schema")))
                .retryWhen(
                        Retry.fixedDelay(LOCK_RETRIES_MAX, LOCK_RETRY).filter(IllegalStateException.class::isInstance))
                .thenReturn(true);
    }

    /** Whether the lock is taken now, or was by an attempt whose answer was lost. */
    private boolean isHeld(AsyncResultSet answer) {
        if (answer.wasApplied()) {
            return true;
        }
        Row holder = answer.one();
        return holder != null && owner.equals(holder.getString("owner"));
    }

    private Mono<Void> unlock() {
        return execute(session, "DELETE FROM schema_lock WHERE scope = 'farebox' IF owner = '" + owner + "'")
                .then();
    }

    /** All statements can be repeated safely, so one that the nodes were too slow for is. */
    private static Mono<AsyncResultSet> execute(CqlSession session, String cql) {
        SimpleStatement statement = SimpleStatement.builder(cql)
                .setTimeout(DDL_TIMEOUT)
                .setIdempotence(false)
                .build();
        return Mono.fromCompletionStage(() -> session.executeAsync(statement))
                .retryWhen(Retry.fixedDelay(SPREAD_RETRIES_MAX, LOCK_RETRY).filter(Schema::isUnheardOf))
                .retryWhen(Retry.fixedDelay(SLOW_RETRIES_MAX, SLOW_RETRY).filter(Schema::isSlow));
    }

    /** A node has not heard yet of what another one has just made; the driver waits only for those that it knows. */
    private static boolean isUnheardOf(Throwable failure) {
        return failure instanceof ReadFailureException
                || failure instanceof WriteFailureException
                || failure instanceof InvalidQueryException
                        && String.valueOf(failure.getMessage()).endsWith("does not exist");
    }

    /** The nodes did not answer one another in time; what was to be written may be written or not. */
    private static boolean isSlow(Throwable failure) {
        return failure instanceof ReadTimeoutException
                || failure instanceof WriteTimeoutException
                || failure instanceof CASWriteUnknownException;
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
