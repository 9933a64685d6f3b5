package io.farebox.tracing;

/** The catalogue of spans. */
public enum Operation {
    REQUEST("METHOD /route", Kind.SERVER, "a request, from its head to its answer"),
    CALL(
            "FCALL charge",
            Kind.CLIENT,
            "one script call in Redis, which carries commands of the request and, most often, of others; a part of the request"),
    QUERY(
            "SELECT table",
            Kind.CLIENT,
            "one statement in Cassandra that the request waits for, with all its pages; a part of the request"),
    RELAY(
            "process journal",
            Kind.CONSUMER,
            "a batch of journal blocks with one of the request's, from the stream to the archive, on whichever engine; a part"
                    + " of the request and linked to it"),
    STORE(
            "BATCH journal",
            Kind.CLIENT,
            "an attempt to write such a batch to Cassandra; a part of the relay's span, linked to those of other requests in it");

    /** Which side of a call it is seen from, in OpenTelemetry's words. */
    public enum Kind {
        SERVER,
        CLIENT,
        CONSUMER
    }

    private final String label;
    private final Kind kind;
    private final String meaning;

    Operation(String label, Kind kind, String meaning) {
        this.label = label;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The span's name, or what it is like. */
    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /** What it is the span of. */
    public String meaning() {
        return meaning;
    }
}
