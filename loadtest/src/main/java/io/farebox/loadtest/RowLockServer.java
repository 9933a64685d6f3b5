package io.farebox.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farebox.loadtest.site.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The yardstick of the usual way: the same HTTP server, that takes a send's credits from its account's row in PostgreSQL
 * and writes a line of a ledger, in one transaction for each request.
 *
 * <p>It does less than Farebox (no prices, no tree of accounts, no history) in a single statement, so that it is as fast as
 * this way can be: the row is locked for one round trip and one commit. It prints its port and serves until its process ends.
 */
public final class RowLockServer extends VerticleBase {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** More would only wait for locks and for the disk. */
    private static final int CONNECTIONS = 32;

    private static final long CREDITS_MICRO = 1_500_000;
    private static final long GRANTED_MICRO = 1_000_000_000_000_000L;
    private static final int INSERT_MAX = 1_000;

    private static final String TABLES = """
            CREATE TABLE account (key text PRIMARY KEY, available bigint NOT NULL, reserved bigint NOT NULL);
            CREATE TABLE ledger (id bigserial PRIMARY KEY, account text NOT NULL, credits bigint NOT NULL,
              available bigint NOT NULL, recipient text NOT NULL, reference text NOT NULL, at timestamptz NOT NULL)
            """;

    private static final String HOLD = """
            WITH held AS (
              UPDATE account SET available = available - $2, reserved = reserved + $2
              WHERE key = $1 AND available >= $2 RETURNING key, available, reserved),
            line AS (
              INSERT INTO ledger (account, credits, available, recipient, reference, at)
              SELECT key, $2, available, $3, $4, now() FROM held RETURNING id)
            SELECT line.id, held.available, held.reserved FROM line, held
            """;

    private final int port;
    private final Pool pool;

    private RowLockServer(int port, Pool pool) {
        this.port = port;
        this.pool = pool;
    }

    /**
     * Starts the server.
     *
     * @param arguments its port, PostgreSQL's, and a file with the key of an account on each line
     */
    @SuppressWarnings("SystemOut") // whoever started it waits for this line
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors() + 1)
                .setPreferNativeTransport(true));
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(Integer.parseInt(arguments[1]))
                        .setUser(Postgres.USER)
                        .setDatabase("postgres")
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
        prepare(pool, Files.readAllLines(Path.of(arguments[2])));
        vertx.deployVerticle(
                        () -> new RowLockServer(port, pool),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .await();
        System.out.println(port);
    }

    private static void prepare(Pool pool, List<String> keys) {
        pool.query(TABLES).execute().await();
        for (int from = 0; from < keys.size(); from += INSERT_MAX) {
            List<Tuple> rows = keys.subList(from, Math.min(keys.size(), from + INSERT_MAX)).stream()
                    .map(key -> Tuple.of(key, GRANTED_MICRO))
                    .toList();
            pool.preparedQuery("INSERT INTO account VALUES ($1, $2, 0)")
                    .executeBatch(rows)
                    .await();
        }
        pool.query("ANALYZE").execute().await();
    }

    @Override
    public Future<HttpServer> start() {
        return vertx.createHttpServer(EchoServer.options(port))
                .requestHandler(this::handle)
                .listen();
    }

    private void handle(HttpServerRequest request) {
        String key = request.getHeader("Authorization").substring("Bearer ".length());
        request.body()
                .compose(body -> hold(key, body))
                .onSuccess(answer -> request.response()
                        .setStatusCode(answer.length() == 0 ? 402 : 201)
                        .putHeader("Content-Type", "application/json")
                        .end(answer))
                .onFailure(cause -> request.response().setStatusCode(500).end(cause.toString()));
    }

    private Future<Buffer> hold(String key, Buffer body) {
        JsonNode send;
        try {
            send = JSON.readTree(body.getBytes());
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        String recipient = send.path("to").path(0).asText();
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(
                        key, CREDITS_MICRO, recipient, send.path("reference").asText()))
                .map(rows -> answer(rows, recipient));
    }

    /** The answer of a send of one message, as Farebox has it; empty where there were too few credits. */
    private static Buffer answer(RowSet<Row> rows, String recipient) {
        ObjectNode answer = JSON.createObjectNode();
        for (Row row : rows) {
            answer.put("id", "s" + row.getLong(0)).put("status", "reserved").put("count", 1);
            answer.putObject("credits")
                    .put("reserved", "1.5")
                    .put("confirmed", "0")
                    .put("released", "0");
            answer.putArray("messages")
                    .addObject()
                    .put("id", "s" + row.getLong(0) + "-0")
                    .put("to", recipient);
            answer.putObject("balance")
                    .put("available", Long.toString(row.getLong(1)))
                    .put("reserved", Long.toString(row.getLong(2)));
        }
        return answer.isEmpty() ? Buffer.buffer() : Buffer.buffer(answer.toString());
    }
}
