package io.farebox.api.carrier;

import io.farebox.api.access.Principal;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonOutput;
import io.farebox.api.json.Malformed;
import io.farebox.directory.Connection;
import io.farebox.directory.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import reactor.core.publisher.Mono;

/** The call that carriers make: delivery reports in the format of the connection's provider. */
public final class Reports {
    private final Engine engine;
    private final Settling settling;
    private final MessageLinks links;
    private final Inspector inspector;
    private final ReportMeter meter;
    private final String publicUrl;

    /** @param publicUrl the address under which carriers reach this installation where a connection says no other */
    public Reports(Engine engine, String publicUrl, MeterRegistry registry) {
        this.engine = engine;
        this.publicUrl = publicUrl;
        this.settling = new Settling(engine);
        this.links = new MessageLinks(engine);
        this.inspector = new Inspector(engine);
        this.meter = new ReportMeter(registry);
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/v1/dlr/{connection}", Route.Body.NONE, this::take),
                Route.open("POST", "/v1/dlr/{connection}", Route.Body.ANY, this::take));
    }

    private Mono<Answer> take(Call call) {
        return engine.directory()
                .connection(call.segment(0))
                .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such connection.")))
                .flatMap(connection -> take(call, connection));
    }

    private Mono<Answer> take(Call call, Connection connection) {
        return Mono.defer(() -> settled(call, connection)).doOnError(refusal -> {
            if (refusal instanceof Problem problem) {
                refused(connection, call, problem.type(), problem.why());
            } else if (refusal instanceof Malformed malformed) {
                refused(connection, call, ProblemType.MALFORMED, malformed.toString());
            }
        });
    }

    private void refused(Connection connection, Call call, ProblemType type, String why) {
        meter.refused(connection.provider(), type.status());
        inspector.refused(connection, call, type.status(), why);
    }

    private void taken(Connection connection, Call call, List<Report> reports, List<Settling.Result> results) {
        meter.taken(connection.provider(), reports, results);
        inspector.taken(connection, call, reports, results);
    }

    private Mono<Answer> settled(Call call, Connection connection) {
        Provider provider = Providers.of(connection.provider());
        if (provider == null) {
            return Mono.error(Problem.of(ProblemType.NOT_FOUND, "The connection's provider is not served."));
        }
        Settling.Reach ofKey = provider.needsKey() ? reach(call, connection) : Settling.Reach.ALL;
        Settling.Reach ofConnection =
                connection.account().isEmpty() ? Settling.Reach.ALL : new Settling.Reach(connection.account());
        List<Report> reports = read(provider, connection, call);
        boolean authentic =
                provider.needsKey() || !connection.secret().current().isEmpty();
        String taken = provider.takenText();
        return links.resolve(connection, reports)
                .flatMap(ours -> settling.settle(ours, authentic, ofConnection, ofKey)
                        .doOnNext(results -> taken(connection, call, ours, results))
                        .map(results -> taken == null
                                ? Answer.json(provider.takenStatus(), body(ours, results))
                                : Answer.of(provider.takenStatus(), "text/plain", Buffer.buffer(taken))));
    }

    /** What the secret does not verify, the one that it has replaced may, for a while. */
    private List<Report> read(Provider provider, Connection connection, Call call) {
        Connection.Secret secret = connection.secret();
        String previous = secret.previousAt(engine.clock().instant());
        try {
            return provider.read(delivery(connection, secret.current(), call));
        } catch (Problem refused) {
            if (previous.isEmpty() || refused.type() != ProblemType.UNAUTHORIZED) {
                throw refused;
            }
            return provider.read(delivery(connection, previous, call));
        }
    }

    private Delivery delivery(Connection connection, String secret, Call call) {
        return new Delivery(
                connection,
                secret,
                call,
                CallbackUrl.of(connection, publicUrl),
                engine.clock().millis());
    }

    /** A key of an account settles that account's messages and those below it, whatever the connection serves. */
    private static Settling.Reach reach(Call call, Connection connection) {
        Principal principal = call.principalOrNull();
        if (principal == null) {
            throw Problem.of(ProblemType.UNAUTHORIZED);
        }
        boolean brings = switch (principal.role()) {
            case OPERATOR, ADMINISTRATOR, CARRIER -> true;
            case ADVANCED, BASIC -> false;
        };
        if (principal.account() != null
                && !connection.account().isEmpty()
                && !connection.account().equals(principal.account().root())) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such connection.");
        }
        if (!brings) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
        return principal.is(Role.OPERATOR) ? Settling.Reach.ALL : new Settling.Reach(principal.accountId());
    }

    private static JsonOutput body(List<Report> reports, List<Settling.Result> results) {
        JsonOutput out = new JsonOutput(64 + 96 * results.size()).open();
        out.field("taken", results.size()).openArray("results");
        for (int i = 0; i < results.size(); i++) {
            out.open()
                    .field("message", reports.get(i).message())
                    .field("result", Inspector.word(results.get(i)))
                    .close();
        }
        return out.closeArray().close();
    }
}
