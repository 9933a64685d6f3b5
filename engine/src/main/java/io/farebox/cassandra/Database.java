package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.farebox.ledger.Unavailable;
import io.farebox.tracing.Tracing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The session with its prepared statements: runs them without blocking and turns what fails into {@link Unavailable}. */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    private final CqlSession session;
    private final Map<Cql, PreparedStatement> prepared;
    private final Spans spans;

    private Database(CqlSession session, Map<Cql, PreparedStatement> prepared, Tracing tracing) {
        this.spans = new Spans(tracing);
        this.session = session;
        this.prepared = prepared;
    }

    /** Prepares every statement of the catalogue on a keyspace whose schema is up to date. */
    static Mono<Database> prepare(CqlSession session, Tracing tracing) {
        return Flux.fromArray(Cql.values())
                .flatMap(cql -> Mono.fromCompletionStage(() -> session.prepareAsync(cql.text()))
                        .map(p -> Map.entry(cql, p)))
                .collect(
                        () -> new EnumMap<Cql, PreparedStatement>(Cql.class), (m, e) -> m.put(e.getKey(), e.getValue()))
                .map(prepared -> new Database(session, prepared, tracing));
    }

    /** A builder for the parameters of a statement. */
    BoundStatementBuilder bind(Cql cql) {
        PreparedStatement statement = prepared.get(cql);
        if (statement == null) {
            throw new IllegalStateException(cql + " was not prepared");
        }
        return statement.boundStatementBuilder();
    }

    /** Runs a statement whose rows, if any, do not matter. */
    Mono<Void> run(Statement<?> statement) {
        return spans.query(statement, execute(statement)).then();
    }

    /** The only row of a statement's answer, or empty. */
    Mono<Row> one(Statement<?> statement) {
        return spans.query(statement, execute(statement)).mapNotNull(AsyncResultSet::one);
    }

    /** The rows of a statement's answer; a page is fetched when the one before it was consumed. */
    Flux<Row> rows(Statement<?> statement) {
        return spans.query(
                        statement,
                        execute(statement)
                                .expand(page -> page.hasMorePages()
                                        ? Mono.fromCompletionStage(page::fetchNextPage)
                                        : Mono.empty())
                                .onErrorMap(Database::unavailable))
                .concatMapIterable(AsyncResultSet::currentPage, 1);
    }

    /** Writes statements on behalf of one archive write. */
    Mono<Void> store(List<Statement<?>> statements, int atOnceMax) {
        return spans.store(
                statements.size(),
                Flux.fromIterable(statements).flatMap(this::run, atOnceMax).then());
    }

    private Mono<AsyncResultSet> execute(Statement<?> statement) {
        return Mono.fromCompletionStage(() -> session.executeAsync(statement)).onErrorMap(Database::unavailable);
    }

    Mono<Void> close() {
        return Mono.fromCompletionStage(session::closeAsync);
    }

    private static Throwable unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof DriverException)) {
            return cause;
        }
        LOG.debug("Cassandra did not answer", cause);
        return new Unavailable(
                Unavailable.Cause.HISTORY_UNAVAILABLE, RETRY_AFTER_SECONDS, "Cassandra: " + cause.getMessage());
    }
}
