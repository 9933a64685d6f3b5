package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.session.throttling.ConcurrencyLimitingRequestThrottler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Opens sessions as the settings say, and makes the keyspace where there is none yet. */
final class Driver {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** The schema changes only while an engine starts; there is nothing to gather for longer. */
    private static final Duration SCHEMA_WINDOW = Duration.ofMillis(5);

    private static final Duration RECONNECT_FIRST = Duration.ofMillis(250);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(10);

    /** The threads that Reactor hands us have no context class loader, which the driver would look its defaults up with. */
    private static final ClassLoader LOADER = CqlSession.class.getClassLoader();

    private final CassandraSettings settings;

    Driver(CassandraSettings settings) {
        this.settings = settings;
    }

    /** A session on the keyspace. */
    Mono<CqlSession> open() {
        return session(settings.keyspace())
                .onErrorResume(
                        InvalidKeyspaceException.class,
                        missing -> createKeyspace().then(session(settings.keyspace())));
    }

    private Mono<Void> createKeyspace() {
        return Mono.usingWhen(
                session(null),
                session -> Schema.createKeyspace(session, settings.keyspace(), settings.replication()),
                session -> Mono.fromCompletionStage(session::closeAsync));
    }

    private Mono<CqlSession> session(@Nullable String keyspace) {
        return Mono.fromCompletionStage(() -> {
            CqlSessionBuilder builder = CqlSession.builder()
                    .addContactPoints(settings.contactPoints())
                    .withLocalDatacenter(settings.localDatacenter())
                    .withClassLoader(LOADER)
                    .withConfigLoader(config());
            if (keyspace != null) {
                builder.withKeyspace(keyspace);
            }
            if (settings.user() != null && settings.password() != null) {
                builder.withAuthCredentials(settings.user(), settings.password());
            }
            return builder.buildAsync();
        });
    }

    private DriverConfigLoader config() {
        return DriverConfigLoader.programmaticBuilder(LOADER)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.requestTimeout())
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_TIMEOUT)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, CONNECT_TIMEOUT)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_FIRST)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(settings.keyspace()))
                .withClass(DefaultDriverOption.REQUEST_THROTTLER_CLASS, ConcurrencyLimitingRequestThrottler.class)
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, settings.requestsInFlightMax())
                .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, settings.requestsQueuedMax())
                .build();
    }
}
