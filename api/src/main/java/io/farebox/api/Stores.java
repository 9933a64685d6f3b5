package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.cassandra.CassandraSettings;
import io.farebox.cassandra.CassandraStore;
import io.farebox.directory.CachedDirectory;
import io.farebox.directory.SecretBox;
import io.farebox.ledger.Charger;
import io.farebox.redis.RedisSettings;
import io.farebox.redis.RedisStore;
import io.farebox.relay.PeriodicGrants;
import io.farebox.relay.Relay;
import io.farebox.relay.RelaySettings;
import io.farebox.relay.Sweeper;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The open stores, and the relay between them. */
final class Stores {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final Duration OPEN_MAX = Duration.ofSeconds(60);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final RedisStore redis;
    private final CassandraStore cassandra;
    private final CachedDirectory directory;
    private final Relay relay;
    private final int partitions;
    private final int journalMaxBlocks;
    private final Clock clock;
    private @Nullable Sweeper sweeper;
    private @Nullable PeriodicGrants plans;

    private Stores(RedisStore redis, CassandraStore cassandra, Relay relay, Settings settings, Clock clock) {
        this.partitions = settings.number(Setting.PARTITIONS);
        this.journalMaxBlocks = settings.number(Setting.JOURNAL_MAX_BLOCKS);
        this.clock = clock;
        this.redis = redis;
        this.cassandra = cassandra;
        this.relay = relay;
        this.directory = new CachedDirectory(cassandra.directory(), cassandra.directoryChanges());
    }

    /** Opens both and starts the relay. */
    static Stores open(Settings settings, MeterRegistry registry, Clock clock) throws CannotStart {
        String uri = settings.text(Setting.REDIS_URI);
        RedisSettings redisSettings;
        CassandraSettings cassandraSettings;
        try {
            redisSettings = new RedisSettings(
                    uri,
                    settings.number(Setting.PARTITIONS),
                    settings.number(Setting.REDIS_BATCH_MAX),
                    settings.number(Setting.REDIS_BATCH_BYTES_MAX),
                    settings.number(Setting.REDIS_QUEUE_MAX),
                    settings.number(Setting.SEND_WAIT_MAX_MS),
                    settings.number(Setting.REPORT_WAIT_MAX_MS),
                    settings.number(Setting.REDIS_TIMEOUT_MS));
            cassandraSettings = cassandra(settings);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("A setting cannot be used: " + e.getMessage() + ".", e);
        }
        RedisStore redis = open(
                RedisStore.open(redisSettings, clock::millis), "Redis cannot be opened at " + withoutPassword(uri));
        CassandraStore cassandra;
        try {
            cassandra = open(
                    CassandraStore.open(cassandraSettings, box(settings)),
                    "Cassandra cannot be opened at " + settings.text(Setting.CASSANDRA_CONTACT_POINTS));
        } catch (CannotStart e) {
            redis.close().onErrorComplete().block(CLOSE_MAX);
            throw e;
        }
        RelaySettings relaySettings = RelaySettings.of(instance(settings), settings.number(Setting.PARTITIONS));
        Relay relay = new Relay(redis.journal(), cassandra.archive(), relaySettings, registry, InstantSource.system());
        relay.start();
        fenceWhatIsBehind(redis, cassandra, settings.number(Setting.PARTITIONS));
        return new Stores(redis, cassandra, relay, settings, clock);
    }

    /** A Redis that does not know blocks which Cassandra has kept lost acknowledged writes; it must be rebuilt. */
    private static void fenceWhatIsBehind(RedisStore redis, CassandraStore cassandra, int partitions)
            throws CannotStart {
        for (int p = 0; p < partitions; p++) {
            long inRedis = open(redis.journal().lastSeq(p), "Redis cannot be read");
            long kept = open(cassandra.archive().lastSeq(p), "Cassandra cannot be read");
            if (inRedis < kept) {
                LOG.error(
                        "Partition {} is refused: Redis is at block {} of its journal, Cassandra has kept {}",
                        p,
                        inRedis,
                        kept);
                redis.fence(p);
            }
        }
    }

    private static <T> T open(Mono<T> store, String sentence) throws CannotStart {
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
            if (colon < 1) {
                throw new IllegalArgumentException(Setting.CASSANDRA_CONTACT_POINTS.variable()
                        + " must be HOST:PORT, with commas between several");
            }
            points.add(InetSocketAddress.createUnresolved(
                    point.substring(0, colon).strip(),
                    Integer.parseInt(point.substring(colon + 1).strip())));
        }
        Map<String, String> replication = new LinkedHashMap<>();
        for (String pair : settings.text(Setting.CASSANDRA_REPLICATION).split(",", -1)) {
            String[] parts = pair.split("=", 2);
            replication.put(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
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

    private static SecretBox box(Settings settings) throws CannotStart {
        String keys = settings.text(Setting.SECRETS_KEY);
        if (keys.isEmpty()) {
            return SecretBox.of(settings.text(Setting.OPERATOR_KEY));
        }
        try {
            return new SecretBox(Stream.of(keys.split(",", -1))
                    .map(key -> Base64.getDecoder().decode(key.strip()))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new CannotStart(
                    Setting.SECRETS_KEY.variable() + " must be Base64 of " + SecretBox.KEY_BYTES
                            + " bytes, with commas between several.",
                    e);
        }
    }

    private static String instance(Settings settings) {
        String named = settings.text(Setting.INSTANCE);
        if (!named.isEmpty()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "engine";
        }
    }

    private static String withoutPassword(String uri) {
        return uri.replaceFirst("//[^@/]*@", "//…@");
    }

    /** Sweeps deadlines, and gives what plans have due, through the first charger that is offered. */
    synchronized void sweepThrough(Charger charger) {
        if (sweeper == null) {
            sweeper = new Sweeper(redis.deadlines(), charger, partitions, clock::millis);
            sweeper.start();
            plans = new PeriodicGrants(cassandra.directory(), charger, partitions, clock::millis);
            plans.start();
        }
    }

    /** Whether a partition takes new sends: while Cassandra is away its journal grows, up to a length. */
    boolean admits(int partition) {
        return relay.backlogBlocks(partition) < journalMaxBlocks;
    }

    /** Does what is due, and returns when it is done. */
    synchronized void sweepNow() {
        if (sweeper != null) {
            sweeper.sweep().block(CLOSE_MAX);
        }
        if (plans != null) {
            plans.give().block(CLOSE_MAX);
        }
    }

    /** Ends the relay, then the connections; what is left on the stream is relayed at the next start. */
    void close() {
        directory.close();
        if (sweeper != null) {
            sweeper.stop();
        }
        if (plans != null) {
            plans.stop();
        }
        relay.stop().onErrorComplete().block(CLOSE_MAX.plus(CLOSE_MAX));
        redis.close().onErrorComplete().block(CLOSE_MAX);
        cassandra.close().onErrorComplete().block(CLOSE_MAX);
    }

    RedisStore redis() {
        return redis;
    }

    CassandraStore cassandra() {
        return cassandra;
    }

    CachedDirectory directory() {
        return directory;
    }
}
