package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.audit.AuditSettings;
import io.farebox.audit.Auditor;
import io.farebox.audit.Rebuild;
import io.farebox.cassandra.CassandraSettings;
import io.farebox.cassandra.CassandraStore;
import io.farebox.directory.SecretBox;
import io.farebox.redis.RedisSettings;
import io.farebox.redis.RedisStore;
import io.farebox.redis.Replication;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Both stores, open, with nothing running between them: what the engine and each command begin with. */
record OpenStores(RedisStore redis, CassandraStore cassandra) {
    private static final Duration OPEN_MAX = Duration.ofSeconds(60);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    /** Opens both as the settings say. */
    static OpenStores open(Settings settings, SecretBox box, Clock clock, MeterRegistry registry, Tracing tracing)
            throws CannotStart {
        RedisStore redis = await(
                RedisStore.open(redis(settings), clock::millis, registry, tracing),
                "Redis cannot be opened at " + settings.shown(Setting.REDIS_URI));
        try {
            return new OpenStores(redis, cassandra(settings, box, tracing));
        } catch (CannotStart e) {
            redis.close().onErrorComplete().block(CLOSE_MAX);
            throw e;
        }
    }

    /** Opens Cassandra alone, which brings its tables up to date. */
    static CassandraStore cassandra(Settings settings, SecretBox box, Tracing tracing) throws CannotStart {
        String points = settings.text(Setting.CASSANDRA_CONTACT_POINTS);
        try {
            return await(
                    CassandraStore.open(cassandra(settings), box, tracing), "Cassandra cannot be opened at " + points);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("Cassandra cannot be at " + points + ": " + e.getMessage() + ".", e);
        }
    }

    private static RedisSettings redis(Settings settings) {
        return new RedisSettings(
                settings.text(Setting.REDIS_URI),
                settings.number(Setting.PARTITIONS),
                settings.number(Setting.REDIS_BATCH_MAX),
                settings.number(Setting.REDIS_BATCH_BYTES_MAX),
                settings.number(Setting.REDIS_CALLS_MAX),
                settings.number(Setting.REDIS_CALL_INTERVAL_MS),
                settings.number(Setting.REDIS_QUEUE_MAX),
                settings.number(Setting.SEND_WAIT_MAX_MS),
                settings.number(Setting.REPORT_WAIT_MAX_MS),
                settings.number(Setting.REDIS_TIMEOUT_MS),
                new Replication(
                        settings.number(Setting.REDIS_REPLICAS_MIN), settings.number(Setting.REDIS_REPLICAS_WAIT_MS)));
    }

    Auditor auditor(AuditSettings bounds, Clock clock) {
        return new Auditor(
                redis.liveState(), cassandra.archive(), cassandra.history(), cassandra.snapshots(), bounds, clock);
    }

    Rebuild rebuild(AuditSettings bounds, Clock clock) {
        return new Rebuild(
                redis.liveState(),
                redis.restoration(),
                redis.fences(),
                cassandra.archive(),
                cassandra.snapshots(),
                bounds,
                clock);
    }

    void close() {
        redis.close().onErrorComplete().block(CLOSE_MAX);
        close(cassandra);
    }

    static void close(CassandraStore cassandra) {
        cassandra.close().onErrorComplete().block(CLOSE_MAX);
    }

    static <T> T await(Mono<T> store, String sentence) throws CannotStart {
        try {
            T opened = store.block(OPEN_MAX);
            if (opened != null) {
                return opened;
            }
            throw new IllegalStateException("nothing was opened");
        } catch (RuntimeException e) {
            Throwable root = reactor.core.Exceptions.unwrap(e);
            while (root.getCause() != null && root.getCause() != root) {
                root = root.getCause();
            }
            throw new CannotStart(sentence + ": " + root.getMessage() + ".", e);
        }
    }

    private static CassandraSettings cassandra(Settings settings) {
        List<InetSocketAddress> points = new ArrayList<>();
        for (String point : settings.text(Setting.CASSANDRA_CONTACT_POINTS).split(",", -1)) {
            int colon = point.lastIndexOf(':');
            points.add(InetSocketAddress.createUnresolved(
                    point.substring(0, colon).strip(),
                    Integer.parseInt(point.substring(colon + 1).strip())));
        }
        Map<String, String> replication = new LinkedHashMap<>();
        for (String pair : settings.text(Setting.CASSANDRA_REPLICATION).split(",", -1)) {
            int equals = pair.indexOf('=');
            replication.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        CassandraSettings made = CassandraSettings.of(
                        points,
                        settings.text(Setting.CASSANDRA_LOCAL_DATACENTER),
                        settings.text(Setting.CASSANDRA_KEYSPACE))
                .withReplication(replication)
                .withRequestTimeout(Duration.ofMillis(settings.number(Setting.CASSANDRA_TIMEOUT_MS)));
        String user = settings.text(Setting.CASSANDRA_USER);
        return user.isEmpty() ? made : made.withLogin(user, settings.text(Setting.CASSANDRA_PASSWORD));
    }

    /** What the settings say that connections' secrets are sealed with. */
    static SecretBox box(Settings settings) {
        String keys = settings.text(Setting.SECRETS_KEY);
        if (keys.isEmpty()) {
            return SecretBox.of(settings.text(Setting.OPERATOR_KEY));
        }
        return new SecretBox(Stream.of(keys.split(",", -1))
                .map(key -> Base64.getDecoder().decode(key.strip()))
                .toList());
    }
}
