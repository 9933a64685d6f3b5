package io.farebox.api.carrier;

import io.farebox.api.access.Principal;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.Connection;
import io.farebox.directory.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The calls that make, show, change and delete connections.
 *
 * <p>The operator has all of them; an administrator of a root account has those that serve this account alone, and sees
 * those that serve all, because sends name them. A secret is never shown.
 */
public final class Connections {
    /** What a name is made of; it must not look like an id. */
    static final Pattern NAME = Pattern.compile("(?!cn_)[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Set<String> REPORTS_PARAMETERS = Set.of("refused");
    private static final String ID_PREFIX = "cn_";
    private static final int ID_CHARS = 10;

    private final Engine engine;
    private final String publicUrl;

    /**
     * Serves connections.
     *
     * @param publicUrl the address under which carriers reach this installation where a connection says no other
     */
    public Connections(Engine engine, String publicUrl) {
        this.engine = engine;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/connections", this::make),
                Route.get("/v1/connections", this::list),
                Route.get("/v1/connections/{connection}", this::show),
                Route.patch("/v1/connections/{connection}", this::change),
                Route.delete("/v1/connections/{connection}", this::delete),
                Route.get("/v1/connections/{connection}/reports", this::reports));
    }

    private Mono<Answer> make(Call call) {
        Principal principal = call.principal();
        checkRole(principal);
        ConnectionRequest request = call.json(ConnectionRequest::readNew);
        return owner(principal, request.account).flatMap(owner -> {
            Connection connection = new Connection(
                    ID_PREFIX + Ids.base32(ThreadLocalRandom.current().nextLong(), ID_CHARS),
                    orEmpty(request.name),
                    orEmpty(request.provider),
                    owner,
                    Connection.Secret.of(orEmpty(request.secret)),
                    orEmpty(request.publicUrl),
                    request.policy,
                    request.mapping(),
                    engine.clock().instant().truncatedTo(ChronoUnit.MILLIS));
            return engine.directory()
                    .connection(connection.name())
                    .flatMap(taken -> Mono.<Answer>error(
                            Problem.of(ProblemType.ALREADY_EXISTS, null, Map.of("name", connection.name()))))
                    .switchIfEmpty(Mono.defer(() -> engine.directory()
                            .putConnection(connection)
                            .then(Mono.fromSupplier(() ->
                                    answer(201, connection).with("Location", "/v1/connections/" + connection.id())))));
        });
    }

    /** The account that the connection shall serve alone, empty for all. */
    private Mono<String> owner(Principal principal, @Nullable String named) {
        String id = named == null ? principal.accountId() : named;
        if (id.isEmpty()) {
            return Mono.just("");
        }
        return engine.tenancy()
                .account(principal, id, io.farebox.api.access.Need.ADMINISTER)
                .map(account -> {
                    if (account.level() > 0) {
                        throw Problem.malformed("/account", "must be a root account");
                    }
                    return account.id();
                });
    }

    private Mono<Answer> list(Call call) {
        Principal principal = call.principal();
        checkRole(principal);
        return engine.directory()
                .connections()
                .filter(connection -> sees(principal, connection))
                .collectList()
                .map(connections -> {
                    JsonOutput out = new JsonOutput(1024).open().openArray("items");
                    connections.forEach(connection -> write(out, connection));
                    return Answer.json(
                            200, out.closeArray().fieldOrNull("next", null).close());
                });
    }

    private Mono<Answer> show(Call call) {
        checkRole(call.principal());
        return visible(call)
                .flatMap(connection -> engine.inbox().counts(connection.id()).map(counts -> {
                    JsonOutput out = new JsonOutput(1024);
                    ConnectionAnswer.write(
                            out, connection, publicUrl, engine.clock().instant(), counts);
                    return Answer.json(200, out);
                }));
    }

    /** The last deliveries as they came, masked; with {@code refused=true} those that were refused, and why. */
    private Mono<Answer> reports(Call call) {
        checkRole(call.principal());
        call.knowsOnly(REPORTS_PARAMETERS);
        boolean refused = "true".equals(call.query("refused"));
        return owned(call)
                .flatMap(connection -> engine.inbox().last(connection.id(), refused))
                .map(deliveries -> {
                    JsonOutput out = new JsonOutput(4096).open().openArray("items");
                    deliveries.forEach(out::json);
                    return Answer.json(
                            200, out.closeArray().fieldOrNull("next", null).close());
                });
    }

    private Mono<Answer> change(Call call) {
        checkRole(call.principal());
        return owned(call).flatMap(connection -> {
            ConnectionRequest request = call.json(in -> ConnectionRequest.readChange(in, connection));
            Connection changed = new Connection(
                    connection.id(),
                    connection.name(),
                    connection.provider(),
                    connection.account(),
                    secret(connection.secret(), request),
                    request.publicUrl == null ? connection.publicUrl() : request.publicUrl,
                    request.policy,
                    request.mapping(),
                    connection.createdAt());
            return engine.directory().putConnection(changed).then(Mono.fromSupplier(() -> answer(200, changed)));
        });
    }

    /** A new secret leaves the old one valid for a while, so that the provider can be told in peace. */
    private Connection.Secret secret(Connection.Secret before, ConnectionRequest request) {
        if (request.secret == null || request.secret.equals(before.current())) {
            return before;
        }
        Instant now = engine.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return before.replacedBy(request.secret, now.plus(request.secretOverlap));
    }

    private Mono<Answer> delete(Call call) {
        checkRole(call.principal());
        return owned(call)
                .flatMap(connection -> engine.directory()
                        .deleteConnection(connection)
                        .then(Mono.fromSupplier(() -> Answer.empty(204))));
    }

    private static void checkRole(Principal principal) {
        boolean allowed = principal.is(Role.OPERATOR) || principal.is(Role.ADMINISTRATOR);
        if (!allowed) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
    }

    private Mono<Connection> visible(Call call) {
        return engine.directory()
                .connection(call.segment(0))
                .filter(connection -> sees(call.principal(), connection))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)));
    }

    private Mono<Connection> owned(Call call) {
        return visible(call).doOnNext(connection -> {
            boolean owns = call.principal().is(Role.OPERATOR)
                    || connection.account().equals(call.principal().accountId());
            if (!owns) {
                throw Problem.of(ProblemType.FORBIDDEN);
            }
        });
    }

    private static boolean sees(Principal principal, Connection connection) {
        Account own = principal.account();
        return principal.is(Role.OPERATOR)
                || connection.account().isEmpty()
                || own != null && connection.account().equals(own.root());
    }

    private Answer answer(int status, Connection connection) {
        JsonOutput out = new JsonOutput(512);
        write(out, connection);
        return Answer.json(status, out);
    }

    private void write(JsonOutput out, Connection connection) {
        ConnectionAnswer.write(out, connection, publicUrl, engine.clock().instant(), null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
