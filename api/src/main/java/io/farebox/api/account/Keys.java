package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.access.PresentedKey;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.directory.Account;
import io.farebox.directory.ApiKey;
import io.farebox.directory.Role;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that make, list and delete an account's API keys. A key is shown when it is made and never again. */
public final class Keys {
    private static final int NAME_MAX_CHARS = 128;
    private static final Map<String, Role> ROLES = Map.of(
            "administrator", Role.ADMINISTRATOR,
            "advanced", Role.ADVANCED,
            "basic", Role.BASIC,
            "carrier", Role.CARRIER);

    private final Engine engine;
    private final SecureRandom random = new SecureRandom();

    private record Request(Role role, String name) {
        static Request read(JsonInput in) throws IOException {
            @Nullable Role[] role = new Role[1];
            String[] label = {""};
            in.object(name -> {
                switch (name) {
                    case "role" -> role[0] = in.oneOf(ROLES);
                    case "name" -> {
                        String text = in.line(0, NAME_MAX_CHARS);
                        label[0] = text == null ? "" : text;
                    }
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            in.require("/role", role[0]);
            Role named = role[0];
            return new Request(named == null ? Role.BASIC : named, label[0]);
        }
    }

    public Keys(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/accounts/{account}/keys", this::make),
                Route.get("/v1/accounts/{account}/keys", this::list),
                Route.delete("/v1/accounts/{account}/keys/{key}", this::delete));
    }

    private Mono<Answer> make(Call call) {
        return account(call, Need.ADMINISTER).flatMap(account -> {
            Request request = call.json(Request::read);
            PresentedKey presented = PresentedKey.random(random);
            ApiKey key = new ApiKey(
                    presented.id(),
                    account.id(),
                    request.role,
                    request.name,
                    presented.digest(),
                    engine.clock().instant().truncatedTo(ChronoUnit.MILLIS));
            JsonOutput out = new JsonOutput(256).open();
            fields(out, key);
            out.field("key", presented.text()).close();
            return engine.directory()
                    .putKey(key)
                    .then(Mono.fromSupplier(() -> Answer.json(201, out).with("Cache-Control", "no-store")));
        });
    }

    private Mono<Answer> list(Call call) {
        return account(call, Need.READ)
                .flatMap(account -> engine.directory().keys(account.id()).collectList())
                .map(keys -> {
                    JsonOutput out = new JsonOutput(1024).open().openArray("items");
                    for (ApiKey key : keys) {
                        fields(out.open(), key);
                        out.close();
                    }
                    return Answer.json(
                            200, out.closeArray().fieldOrNull("next", null).close());
                });
    }

    private Mono<Answer> delete(Call call) {
        return account(call, Need.ADMINISTER)
                .flatMap(account -> engine.directory()
                        .key(call.segment(1))
                        .filter(key -> key.account().equals(account.id()))
                        .switchIfEmpty(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND)))
                        .flatMap(key -> engine.directory()
                                .deleteKey(key)
                                .doOnSuccess(done -> engine.keys().forget(key.id()))
                                .then(Mono.fromSupplier(() -> Answer.empty(204)))));
    }

    private Mono<Account> account(Call call, Need need) {
        return engine.tenancy().account(call.principal(), call.segment(0), need);
    }

    private static void fields(JsonOutput out, ApiKey key) {
        out.field("id", key.id())
                .field("account", key.account())
                .field("role", key.role().text())
                .field("name", key.name())
                .field("createdAt", key.createdAt());
    }
}
