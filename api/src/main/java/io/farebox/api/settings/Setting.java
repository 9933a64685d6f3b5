package io.farebox.api.settings;

import org.jspecify.annotations.Nullable;

/** The catalogue of settings; a setting's name in the environment and in the file is {@code FAREBOX_} and its own. */
public enum Setting {
    REDIS_URI(
            Kind.REDIS_URI,
            "URI,…",
            "redis://127.0.0.1:6379",
            1,
            4000,
            "Redis, which holds the credits; or some nodes of a Redis Cluster, by which the others are found."),
    REDIS_REPLICAS_MIN(
            Kind.NUMBER,
            "replicas",
            "0",
            0,
            10,
            "Replicas that must have a change before it is answered (WAIT); while fewer do, calls get 503."),
    REDIS_REPLICAS_WAIT_MS(
            Kind.NUMBER, "ms", "500", 1, 60_000, "How long each wait for them may take; then it is asked anew."),
    REDIS_BATCH_MAX(
            Kind.NUMBER,
            "commands",
            "256",
            1,
            256,
            "Commands that one script call carries at the most; eight reports alike on messages of one send are one."),
    REDIS_BATCH_BYTES_MAX(
            Kind.NUMBER, "bytes", "1048576", 1024, 64 << 20, "Size of a script call that no further command joins."),
    REDIS_CALLS_MAX(
            Kind.NUMBER,
            "calls",
            "2",
            1,
            2,
            "Script calls of one partition that an engine has under way at the same time; what comes meanwhile waits."),
    REDIS_CALL_INTERVAL_MS(
            Kind.NUMBER,
            "ms",
            "2",
            0,
            100,
            "Time from one script call of a partition to the next, in which commands gather; not kept by a call that is full, nor"
                    + " after the answer to one that carried a single command. 0 for none: answers come a little sooner at small"
                    + " loads, and Redis, Cassandra and the engine have more to do."),
    REDIS_QUEUE_MAX(
            Kind.NUMBER,
            "commands",
            "10000",
            1,
            1_000_000,
            "Sends that may wait for one partition, and as many reports and other commands; one"
                    + " customer's sends may take half of what the others leave. Beyond it calls get 503 overloaded."),
    SEND_WAIT_MAX_MS(
            Kind.NUMBER,
            "ms",
            "4000",
            10,
            60_000,
            "How long a send may have to wait for its partition; one that would wait longer gets 503 overloaded at"
                    + " once. Lower it to a few times the latency that is promised."),
    REPORT_WAIT_MAX_MS(Kind.NUMBER, "ms", "4000", 10, 60_000, "The same for delivery reports and all that is no send."),
    RATE_LIMIT_MESSAGES(
            Kind.NUMBER,
            "messages",
            "0",
            0,
            100_000_000,
            "Messages that a root account and all below it may send in a window through one engine, reservations and"
                    + " dry runs included; beyond it they get 429 rate-limited. 0 for no limit."),
    RATE_LIMIT_WINDOW_SECONDS(
            Kind.NUMBER, "s", "1", 1, 60, "The window of it: as many messages may come at once after a pause."),
    REDIS_TIMEOUT_MS(Kind.NUMBER, "ms", "5000", 100, 60_000, "How long a command waits before its call gets 503."),
    JOURNAL_MAX_BLOCKS(
            Kind.NUMBER,
            "blocks",
            "200000",
            1000,
            100_000_000,
            "Journal of one partition that may wait in Redis for Cassandra; beyond it new sends get 503 overloaded."),
    PARTITIONS(Kind.NUMBER, "partitions", "16", 1, 1024, "Slices of all root accounts; set once at installation."),
    CASSANDRA_CONTACT_POINTS(
            Kind.ADDRESSES, "HOST:PORT,…", "127.0.0.1:9042", 1, 4000, "Nodes by which the Cassandra cluster is found."),
    CASSANDRA_LOCAL_DATACENTER(Kind.TEXT, "name", "datacenter1", 1, 100, "The data centre whose nodes are asked."),
    CASSANDRA_KEYSPACE(Kind.NAME, "name", "farebox", 1, 48, "The keyspace of all tables; made where it is missing."),
    CASSANDRA_REPLICATION(
            Kind.PAIRS,
            "NAME=VALUE,…",
            "class=SimpleStrategy,replication_factor=1",
            1,
            1000,
            "Replication of the keyspace, used only where it is made."),
    CASSANDRA_USER(Kind.TEXT, "name", "", 0, 200, "Who logs in to Cassandra; empty where it asks for nobody."),
    CASSANDRA_PASSWORD(Kind.SECRET, "password", "", 0, 1000, "The password for it."),
    CASSANDRA_TIMEOUT_MS(Kind.NUMBER, "ms", "5000", 100, 60_000, "How long one request to Cassandra may take."),
    AUDIT_EVERY_SECONDS(
            Kind.NUMBER,
            "s",
            "60",
            0,
            86_400,
            "Rest of the engine's own audit between one partition and the next; 0 turns it off, and its snapshots with it."),
    AUDIT_PAUSE_MS(Kind.NUMBER, "ms", "20", 0, 10_000, "Rest of the engine's own audit between two reads."),
    AUDIT_READS_MAX(
            Kind.NUMBER,
            "queries",
            "1000",
            0,
            10_000_000,
            "Queries to the ledger and the sends in one audit of a partition; what is beyond is compared by the next."),
    SNAPSHOT_EVERY_BLOCKS(
            Kind.NUMBER,
            "blocks",
            "20000",
            1,
            100_000_000,
            "Journal of one partition between two snapshots, which is about what a rebuild has to fold."),
    OPERATOR_KEY(Kind.SECRET, "16 to 256 characters", null, 16, 256, "The operator's API key. There is no default."),
    SECRETS_KEY(
            Kind.KEYS,
            "Base64 of 32 bytes, …",
            "",
            0,
            1000,
            "What connections' secrets are sealed with in Cassandra; with commas, the first seals and the others still"
                    + " open. Empty makes one from the operator's key, which can then not be changed alone."),
    HTTP_HOST(Kind.TEXT, "address", "0.0.0.0", 1, 255, "Where the API and the management listen."),
    HTTP_PORT(Kind.NUMBER, "port", "8080", 0, 65_535, "The API's port; 0 takes a free one."),
    MANAGEMENT_PORT(Kind.NUMBER, "port", "8081", 0, 65_535, "The port of health and metrics; 0 takes a free one."),
    PUBLIC_URL(
            Kind.URL,
            "URL",
            "",
            0,
            1000,
            "Where carriers reach the API, for callback URLs; empty for the address itself."),
    EVENT_LOOPS(Kind.NUMBER, "threads", "0", 0, 256, "Event loops that serve the API; 0 for one per processor."),
    INSTANCE(
            Kind.TEXT,
            "name",
            "",
            0,
            64,
            "This engine's name among the journal's readers, the same after a restart;"
                    + " empty for the host's name."),
    CACHED_ACCOUNTS_MAX(
            Kind.NUMBER,
            "accounts",
            "100000",
            1_000,
            10_000_000,
            "Accounts that an engine keeps in memory, with their keys and prices; the first call for another one reads Cassandra"
                    + " three times. As many as send within some minutes, if the heap allows it."),
    CACHE_REREADS_PER_SECOND(
            Kind.NUMBER,
            "records/s",
            "200",
            1,
            100_000,
            "Kept records that are read again without a change having been heard of, after five minutes; beyond it older ones"
                    + " are used."),
    RECIPIENTS_MAX(Kind.NUMBER, "recipients", "50000", 1, 50_000, "Recipients of one send."),
    BODY_MAX_BYTES(Kind.NUMBER, "bytes", "8388608", 1024, 64 << 20, "The largest body; beyond it a call gets 413."),
    BODIES_MAX_BYTES(
            Kind.NUMBER,
            "bytes",
            "67108864",
            1024,
            Integer.MAX_VALUE,
            "Bodies that one event loop is reading, together; beyond it calls get 503 overloaded."),
    HEADERS_MAX_BYTES(Kind.NUMBER, "bytes", "16384", 1024, 1 << 20, "Headers of a request; beyond it it gets 431."),
    LINE_MAX_BYTES(Kind.NUMBER, "bytes", "8192", 256, 1 << 16, "The request line; beyond it a call gets 414."),
    IN_FLIGHT_MAX(
            Kind.NUMBER,
            "requests",
            "20000",
            1,
            1_000_000,
            "Requests that one event loop works on at a time; beyond it calls get 503 overloaded."),
    CONNECTIONS_MAX(
            Kind.NUMBER,
            "connections",
            "10000",
            1,
            1_000_000,
            "Connections of one event loop; beyond it a new one is closed."),
    REQUEST_TIMEOUT_MS(
            Kind.NUMBER,
            "ms",
            "15000",
            100,
            600_000,
            "How long a request may take to arrive (408) or be answered (503)."),
    IDLE_TIMEOUT_SECONDS(
            Kind.NUMBER,
            "s",
            "75",
            1,
            3600,
            "How long a connection may have no request come in, nor any answer taken, before it is closed."),
    DRAIN_DELAY_MS(
            Kind.NUMBER,
            "ms",
            "0",
            0,
            120_000,
            "At a stop, how long readiness is refused before the ports close, so that balancers notice."),
    DRAIN_MAX_SECONDS(Kind.NUMBER, "s", "15", 1, 600, "At a stop, how long calls in flight may take to finish."),
    LOG_FORMAT(
            Kind.LOG_FORMAT,
            "text or json",
            "text",
            4,
            4,
            "The log on standard output: lines to read, or a JSON object a line for machines."),
    TRACING_ENDPOINT(
            Kind.ENDPOINT,
            "URL",
            "",
            0,
            1000,
            "Where the spans of sampled requests go (OTLP over HTTP), such as http://collector:4318/v1/traces; empty for"
                    + " no tracing."),
    TRACING_SAMPLE_RATIO(
            Kind.RATIO,
            "share",
            "0.01",
            0,
            1,
            "Share of requests that are sampled, of those whose caller has not decided it (W3C traceparent)."),
    TRACING_QUEUE_MAX(
            Kind.NUMBER,
            "spans",
            "4096",
            1,
            1_000_000,
            "Spans that may wait for the collector; beyond it they are dropped and counted."),
    TRACING_BATCH_MAX(
            Kind.NUMBER, "spans", "512", 1, 10_000, "Spans that one export carries at the most, not above the queue."),
    TRACING_EXPORT_EVERY_MS(
            Kind.NUMBER, "ms", "1000", 10, 60_000, "How long spans gather for an export that is not full."),
    TRACING_EXPORT_TIMEOUT_MS(
            Kind.NUMBER,
            "ms",
            "5000",
            10,
            60_000,
            "How long one export may take, and the last one at a stop; then its spans are dropped and counted.");

    private final Kind kind;
    private final String unit;
    private final @Nullable String absent;
    private final long min;
    private final long max;
    private final String effect;

    Setting(Kind kind, String unit, @Nullable String absent, long min, long max, String effect) {
        this.kind = kind;
        this.unit = unit;
        this.absent = absent;
        this.min = min;
        this.max = max;
        this.effect = effect;
    }

    /** Its name in the environment and in the file. */
    public String variable() {
        return "FAREBOX_" + name();
    }

    /** What it counts in, or what it looks like. */
    public String unit() {
        return unit;
    }

    /** What holds where it is not set, null where it must be set. */
    public @Nullable String absent() {
        return absent;
    }

    /** What it does, in one sentence. */
    public String effect() {
        return effect;
    }

    /** Whether its value is never shown. */
    public boolean isSecret() {
        return kind == Kind.SECRET || kind == Kind.KEYS;
    }

    /** The bounds of its value or, where it is no number, of its length. */
    public String bounds() {
        return min + " to " + max + (kind.isCounted() ? "" : " characters");
    }

    /** A value for everybody's eyes: nothing of a secret, and no login. */
    String shown(String value) {
        return kind.shown(value);
    }

    /** What is wrong with a value, in one sentence without the value where it is a secret; null where nothing is. */
    @Nullable
    String fault(String value) {
        if (kind == Kind.NUMBER) {
            return isWithin(value)
                    ? null
                    : variable() + " must be a whole number from " + min + " to " + max + " (" + unit + "), not \""
                            + value + "\".";
        }
        String told = isSecret() ? "what is set" : "\"" + shown(value) + "\"";
        if (!kind.isCounted() && (value.length() < min || value.length() > max)) {
            return variable() + " must have " + min + " to " + max + " characters; " + told + " has " + value.length()
                    + ".";
        }
        return value.isEmpty() && !kind.isCounted() || kind.takes(value)
                ? null
                : variable() + " must be " + kind.words() + "; " + told + " is not.";
    }

    private boolean isWithin(String value) {
        try {
            long number = Long.parseLong(value);
            return number >= min && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
