package io.farebox.tracing;

/**
 * The catalogue of what spans say, by OpenTelemetry's semantic conventions where these have a name for it.
 *
 * <p>None has a value that clients or carriers choose: no id, number, text, name, key, address or path.
 */
public enum TraceAttribute {
    METHOD("http.request.method", "the request's method; _OTHER where it is none of HTTP's"),
    ROUTE("http.route", "the call's template, as in the OpenAPI document; absent where the request led to none"),
    SCHEME("url.scheme", "http"),
    STATUS("http.response.status_code", "the answer's status"),
    PROBLEM("farebox.problem", "the last part of the problem's type, where the answer is one"),
    ERROR("error.type", "the status from 500 on, or the kind of failure"),
    SYSTEM("db.system.name", "redis or cassandra"),
    STATEMENT("db.operation.name", "the command or the statement's first word"),
    PROCEDURE("db.stored_procedure.name", "the script"),
    TABLE("db.collection.name", "the statement's table"),
    BATCH("db.operation.batch.size", "commands in the call, of whichever requests; statements in the batch"),
    MESSAGING("messaging.system", "redis"),
    STREAM("messaging.destination.name", "journal"),
    ACTION("messaging.operation.name", "what is done with the stream"),
    ACTION_TYPE("messaging.operation.type", "the same in OpenTelemetry's words"),
    BLOCKS("messaging.batch.message_count", "journal blocks in the batch"),
    PARTITION("farebox.partition", "the partition's number"),
    STREAM_MS("farebox.stream_ms", "how long the batch's oldest block had been on the stream, in ms");

    private final String key;
    private final String meaning;

    TraceAttribute(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** The attribute's name. */
    public String key() {
        return key;
    }

    /** What its value is. */
    public String meaning() {
        return meaning;
    }
}
