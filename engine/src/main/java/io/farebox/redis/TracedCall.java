package io.farebox.redis;

import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceAttribute;
import io.farebox.tracing.TraceSpan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sampled requests that have commands in one call, and a span of the call for each of them. */
final class TracedCall {
    /** Requests of one call that are traced; those beyond it have neither a span here nor what follows from it. */
    static final int REQUESTS_MAX = 32;

    private final Set<TraceSpan> requests = new LinkedHashSet<>();
    private final List<TraceSpan> spans = new ArrayList<>();

    void add(TraceSpan request) {
        if (requests.size() < REQUESTS_MAX) {
            requests.add(request);
        }
    }

    /** Begins the spans; returns what the journal's block says of the requests, with blanks between several. */
    String begin(int partition, int commands) {
        for (TraceSpan request : requests) {
            spans.add(request.begin(Operation.CALL)
                    .with(TraceAttribute.SYSTEM, "redis")
                    .with(TraceAttribute.STATEMENT, "FCALL")
                    .with(TraceAttribute.PROCEDURE, "charge")
                    .with(TraceAttribute.PARTITION, partition)
                    .with(TraceAttribute.BATCH, commands));
        }
        return requests.stream().map(TraceSpan::traceparent).collect(Collectors.joining(" "));
    }

    void answered() {
        spans.forEach(TraceSpan::end);
    }

    void failed(Throwable cause) {
        spans.forEach(span -> span.failed(cause.getClass().getSimpleName()).end());
    }
}
