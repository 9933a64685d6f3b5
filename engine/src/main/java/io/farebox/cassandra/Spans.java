package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.farebox.tracing.Behalf;
import io.farebox.tracing.Operation;
import io.farebox.tracing.TraceAttribute;
import io.farebox.tracing.TraceSpan;
import io.farebox.tracing.Tracing;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** The spans of what is done in Cassandra on behalf of sampled requests. */
final class Spans {
    /** The first word of a statement of the catalogue, and the table that it is about. */
    private static final Pattern ABOUT = Pattern.compile("(\\w+) (?:.*?\\b(?:FROM|INTO) )?(\\w+).*");

    private final Tracing tracing;

    Spans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Runs a statement. */
    <T> Mono<T> query(Statement<?> statement, Mono<T> run) {
        return tracing.isOn() ? around(Operation.QUERY, span -> about(span, statement), run) : run;
    }

    /** Runs a statement and takes its rows. */
    <T> Flux<T> query(Statement<?> statement, Flux<T> rows) {
        return tracing.isOn()
                ? Flux.deferContextual(context -> {
                    TraceSpan span = begin(context, Operation.QUERY, begun -> about(begun, statement));
                    return span == null
                            ? rows
                            : rows.doOnError(failure -> failed(span, failure)).doFinally(signal -> span.end());
                })
                : rows;
    }

    /** Writes statements together: they have one span, and none each. */
    Mono<Void> store(int statements, Mono<Void> write) {
        return tracing.isOn()
                ? around(
                        Operation.STORE,
                        span -> span.with(TraceAttribute.STATEMENT, "BATCH")
                                .with(TraceAttribute.TABLE, "journal")
                                .with(TraceAttribute.BATCH, statements),
                        write)
                : write;
    }

    private static <T> Mono<T> around(Operation operation, UnaryOperator<TraceSpan> telling, Mono<T> work) {
        return Mono.deferContextual(context -> {
            TraceSpan span = begin(context, operation, telling);
            return span == null
                    ? work
                    : work.doOnError(failure -> failed(span, failure))
                            .doFinally(signal -> span.end())
                            .contextWrite(Behalf::without);
        });
    }

    private static @Nullable TraceSpan begin(
            ContextView context, Operation operation, UnaryOperator<TraceSpan> telling) {
        TraceSpan behalf = Behalf.in(context);
        return behalf == null ? null : telling.apply(behalf.begin(operation).with(TraceAttribute.SYSTEM, "cassandra"));
    }

    private static TraceSpan about(TraceSpan span, Statement<?> statement) {
        String text = statement instanceof BoundStatement bound
                ? bound.getPreparedStatement().getQuery()
                : "BATCH several";
        Matcher about = ABOUT.matcher(text);
        return about.matches()
                ? span.named(about.group(1) + " " + about.group(2))
                        .with(TraceAttribute.STATEMENT, about.group(1))
                        .with(TraceAttribute.TABLE, about.group(2))
                : span;
    }

    private static void failed(TraceSpan span, Throwable failure) {
        span.failed(failure.getClass().getSimpleName());
    }
}
