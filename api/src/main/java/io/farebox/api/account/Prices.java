package io.farebox.api.account;

import io.farebox.api.access.Need;
import io.farebox.api.access.Tenancy;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Route;
import io.farebox.api.json.Fault;
import io.farebox.api.json.JsonInput;
import io.farebox.api.json.JsonOutput;
import io.farebox.api.json.Malformed;
import io.farebox.api.send.PriceBooks;
import io.farebox.charge.Credits;
import io.farebox.directory.Directory;
import io.farebox.rating.Channel;
import io.farebox.rating.Price;
import io.farebox.rating.PriceBook;
import io.farebox.rating.PriceFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls that show and replace price books: the installation's, and an account's own. */
public final class Prices {
    private static final Map<String, Channel> CHANNELS = Map.of("sms", Channel.SMS, "mms", Channel.MMS);
    private static final int TEXT_MAX_CHARS = 32;

    private final Engine engine;
    private final PriceBooks books;

    public Prices(Engine engine, PriceBooks books) {
        this.engine = engine;
        this.books = books;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/price-book", call -> {
                    Tenancy.operator(call.principal());
                    return show(Directory.INSTALLATION);
                }),
                Route.put("/v1/price-book", call -> {
                    Tenancy.operator(call.principal());
                    return put(call, Directory.INSTALLATION);
                }),
                Route.get(
                        "/v1/accounts/{account}/price-book",
                        call -> engine.tenancy()
                                .account(call.principal(), call.segment(0), Need.READ)
                                .flatMap(account -> show(account.id()))),
                // Whoever pays a price does not set it.
                Route.put(
                        "/v1/accounts/{account}/price-book",
                        call -> engine.tenancy()
                                .account(call.principal(), call.segment(0), Need.ADMINISTER_FROM_ABOVE)
                                .flatMap(account -> put(call, account.id()))));
    }

    private Mono<Answer> show(String owner) {
        return engine.directory().prices(owner).defaultIfEmpty(List.of()).map(rows -> Answer.json(200, body(rows)));
    }

    private Mono<Answer> put(Call call, String owner) {
        List<Price> rows = call.json(Prices::read);
        List<PriceFault> faults = PriceBook.faults(rows);
        if (!faults.isEmpty()) {
            throw new Malformed(faults.stream().map(Prices::fault).toList());
        }
        return engine.directory()
                .putPrices(owner, rows)
                .doOnSuccess(done -> books.forget())
                .then(Mono.fromSupplier(() -> Answer.json(200, body(rows))));
    }

    private static Fault fault(PriceFault fault) {
        String row = "/prices/" + fault.index();
        return new Fault(fault.field().isEmpty() ? row : row + "/" + fault.field(), fault.message());
    }

    private static List<Price> read(JsonInput in) throws IOException {
        List<Price> rows = new ArrayList<>();
        boolean[] there = {false};
        in.object(name -> {
            if (!name.equals("prices")) {
                return false;
            }
            there[0] = true;
            in.array(PriceBook.ROWS_MAX, () -> {
                Price row = Row.read(in, "/prices/" + rows.size());
                rows.add(row);
            });
            return true;
        });
        if (!there[0]) {
            in.require("/prices", null);
        }
        return rows;
    }

    private static final class Row {
        @Nullable
        Channel channel;

        @Nullable
        String prefix;

        @Nullable
        Long creditsMicro;

        @Nullable
        String country;

        static Price read(JsonInput in, String pointer) throws IOException {
            Row row = new Row();
            in.object(name -> {
                switch (name) {
                    case "channel" -> row.channel = in.oneOf(CHANNELS);
                    case "prefix" -> row.prefix = in.line(1, TEXT_MAX_CHARS);
                    case "credits" -> row.creditsMicro = in.credits(0, Credits.MAX_MICRO);
                    case "country" -> row.country = in.line(1, TEXT_MAX_CHARS);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            if (row.channel == null || row.prefix == null || row.creditsMicro == null) {
                in.require(pointer + "/channel", row.channel);
                in.require(pointer + "/prefix", row.prefix);
                in.require(pointer + "/credits", row.creditsMicro);
                return new Price(Channel.SMS, "0", 0, null);
            }
            return new Price(row.channel, withoutPlus(row.prefix), row.creditsMicro, row.country);
        }

        /** Numbers are written with a plus sign, so many a prefix will be. */
        private static String withoutPlus(String prefix) {
            return prefix.startsWith("+") ? prefix.substring(1) : prefix;
        }
    }

    private static JsonOutput body(List<Price> rows) {
        JsonOutput out = new JsonOutput(64 + 80 * rows.size()).open().openArray("prices");
        for (Price row : rows) {
            out.open()
                    .field("channel", row.channel().json())
                    .field("prefix", row.prefix())
                    .credits("credits", row.creditsMicro())
                    .field("country", row.country())
                    .close();
        }
        return out.closeArray().close();
    }
}
