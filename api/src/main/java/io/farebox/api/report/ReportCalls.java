package io.farebox.api.report;

import io.farebox.api.access.Need;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.farebox.directory.Account;
import io.farebox.directory.Role;
import io.farebox.ledger.Page;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that read an account's ledger, messages and usage. */
public final class ReportCalls {
    /** The rows of a page where nothing else is said. */
    private static final int LIMIT_DEFAULT = 100;

    private static final int LIMIT_MAX = 1_000;
    private static final Set<String> PARAMETERS = Set.of("from", "to", "limit", "cursor", "format");
    private static final Set<String> USAGE_PARAMETERS = Set.of("from", "to", "format");

    private final Engine engine;

    public ReportCalls(Engine engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/accounts/{account}/ledger", this::ledger),
                Route.get("/v1/accounts/{account}/messages", this::messages),
                Route.get("/v1/accounts/{account}/usage", this::usage));
    }

    private Mono<Answer> ledger(Call call) {
        return account(call, Need.READ).flatMap(account -> {
            call.knowsOnly(PARAMETERS);
            Span span = Span.of(call, engine.clock());
            return answer(
                    call,
                    Tables.LEDGER,
                    (cursor, limit) -> engine.history().ledger(account.id(), span.from(), span.to(), cursor, limit));
        });
    }

    private Mono<Answer> messages(Call call) {
        return account(call, Need.READ_MESSAGES).flatMap(account -> {
            call.knowsOnly(PARAMETERS);
            boolean basic = call.principal().is(Role.BASIC);
            if (basic && Format.of(call) != Format.JSON) {
                throw Problem.of(ProblemType.FORBIDDEN, "A basic key does not export.");
            }
            String sender = basic ? call.principal().keyId() : null;
            Span span = Span.of(call, engine.clock());
            return answer(
                    call,
                    Tables.MESSAGES,
                    (cursor, limit) -> engine.history()
                            .messages(account.id(), span.fromDay(), span.toDay(), sender, cursor, limit));
        });
    }

    private Mono<Answer> usage(Call call) {
        return account(call, Need.READ).flatMap(account -> {
            call.knowsOnly(USAGE_PARAMETERS);
            Span span = Span.of(call, engine.clock());
            return answer(
                    call,
                    Tables.USAGE,
                    (cursor, limit) -> engine.history()
                            .usage(account.id(), span.fromDay(), span.toDay())
                            .map(lines -> new Page<>(lines, null)));
        });
    }

    /** Asks for a page. */
    interface Source<T> {
        Mono<Page<T>> page(@Nullable String cursor, int limit);
    }

    static <T> Mono<Answer> answer(Call call, Table<T> table, Source<T> source) {
        Format format = Format.of(call);
        int limit = limit(call);
        if (format == Format.JSON) {
            return source.page(cursor(call), limit).map(page -> Answer.json(200, table.page(page)));
        }
        return Export.answer(format, table, cursor -> source.page(cursor, Export.PAGE_ROWS));
    }

    private static int limit(Call call) {
        String text = call.query("limit");
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = digits ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw Problem.malformed("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    private static @Nullable String cursor(Call call) {
        String cursor = call.query("cursor");
        if (cursor != null && (cursor.isEmpty() || cursor.length() > 1024)) {
            throw Problem.malformed("cursor", "must be the next of an earlier page");
        }
        return cursor;
    }

    private Mono<Account> account(Call call, Need need) {
        return engine.tenancy().account(call.principal(), call.segment(0), need);
    }
}
