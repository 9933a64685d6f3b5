package io.farebox.api;

import io.farebox.api.settings.Setting;
import io.farebox.api.settings.Settings;
import io.farebox.audit.AuditSettings;
import io.farebox.audit.ContinuousAudit;
import io.farebox.audit.FenceWatch;
import io.farebox.cassandra.CassandraStore;
import io.farebox.directory.CacheSettings;
import io.farebox.directory.CachedDirectory;
import io.farebox.ledger.Charger;
import io.farebox.metrics.Meters;
import io.farebox.redis.RedisStore;
import io.farebox.relay.PeriodicGrants;
import io.farebox.relay.Relay;
import io.farebox.relay.RelaySettings;
import io.farebox.relay.Sweeper;
import io.farebox.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open stores, and the relay between them. */
final class Stores {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final RedisStore redis;
    private final CassandraStore cassandra;
    private final CachedDirectory directory;
    private final Relay relay;
    private final int partitions;
    private final int journalMaxBlocks;
    private final Clock clock;
    private final FenceWatch watch;
    private final MeterRegistry registry;
    private @Nullable ContinuousAudit audit;
    private @Nullable Sweeper sweeper;
    private @Nullable PeriodicGrants plans;

    private Stores(
            OpenStores opened, Relay relay, FenceWatch watch, Settings settings, Clock clock, MeterRegistry registry) {
        this.watch = watch;
        this.partitions = settings.number(Setting.PARTITIONS);
        this.journalMaxBlocks = settings.number(Setting.JOURNAL_MAX_BLOCKS);
        this.clock = clock;
        this.redis = opened.redis();
        this.cassandra = opened.cassandra();
        this.registry = registry;
        this.relay = relay;
        this.directory = new CachedDirectory(
                cassandra.directory(),
                cassandra.directoryChanges(),
                new CacheSettings(
                        settings.number(Setting.CACHED_ACCOUNTS_MAX),
                        settings.number(Setting.CACHE_REREADS_PER_SECOND)));
        Meters.RELAY_BACKLOG_MAX.gauge(registry, this, stores -> stores.journalMaxBlocks);
    }

    /** Opens both and starts the relay, the watch over what may be served, and the audit. */
    static Stores open(Settings settings, MeterRegistry registry, Clock clock, Tracing tracing) throws CannotStart {
        OpenStores opened = OpenStores.open(settings, OpenStores.box(settings), clock, registry, tracing);
        RedisStore redis = opened.redis();
        CassandraStore cassandra = opened.cassandra();
        int partitions = settings.number(Setting.PARTITIONS);
        RelaySettings relaySettings = RelaySettings.of(settings.instance(), partitions);
        Relay relay = new Relay(
                redis.journal(), cassandra.archive(), relaySettings, registry, InstantSource.system(), tracing);
        fenceWhatIsBehind(redis, cassandra, partitions);
        relay.start();
        FenceWatch watch = new FenceWatch(redis.fences(), cassandra.archive(), partitions, registry);
        watch.start();
        Stores stores = new Stores(opened, relay, watch, settings, clock, registry);
        stores.audit(opened, settings);
        return stores;
    }

    private void audit(OpenStores opened, Settings settings) {
        int everySeconds = settings.number(Setting.AUDIT_EVERY_SECONDS);
        if (everySeconds == 0) {
            return;
        }
        AuditSettings bounds = AuditSettings.beside(
                settings.number(Setting.SNAPSHOT_EVERY_BLOCKS),
                Duration.ofMillis(settings.number(Setting.AUDIT_PAUSE_MS)),
                settings.number(Setting.AUDIT_READS_MAX));
        audit = new ContinuousAudit(
                opened.auditor(bounds, clock), partitions, Duration.ofSeconds(everySeconds), registry, clock);
        audit.start();
    }

    /** A Redis that does not know blocks which Cassandra has kept lost acknowledged writes; it must be rebuilt. */
    private static void fenceWhatIsBehind(RedisStore redis, CassandraStore cassandra, int partitions)
            throws CannotStart {
        for (int p = 0; p < partitions; p++) {
            long inRedis = OpenStores.await(redis.journal().lastSeq(p), "Redis cannot be read");
            long kept = OpenStores.await(cassandra.archive().lastSeq(p), "Cassandra cannot be read");
            if (inRedis < kept) {
                LOG.error(
                        "Partition {} is refused: Redis is at block {} of its journal, Cassandra has kept {}",
                        p,
                        inRedis,
                        kept);
                redis.fences().saw(p, kept);
                redis.fences().fence(p);
            }
        }
    }

    /** Sweeps deadlines, and gives what plans have due, through the first charger that is offered. */
    synchronized void sweepThrough(Charger charger) {
        if (sweeper == null) {
            sweeper = new Sweeper(redis.deadlines(), charger, partitions, clock::millis, registry);
            sweeper.start();
            plans = new PeriodicGrants(cassandra.directory(), charger, partitions, clock::millis, registry);
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
        watch.stop();
        if (audit != null) {
            audit.stop();
        }
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
