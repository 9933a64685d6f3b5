package io.farebox.api;

import io.farebox.api.account.Accounts;
import io.farebox.api.account.BalanceCall;
import io.farebox.api.account.Grants;
import io.farebox.api.account.Keys;
import io.farebox.api.account.Lists;
import io.farebox.api.account.Plans;
import io.farebox.api.account.Prices;
import io.farebox.api.account.Transfers;
import io.farebox.api.account.Tree;
import io.farebox.api.carrier.Connections;
import io.farebox.api.carrier.MessageLinks;
import io.farebox.api.carrier.Reports;
import io.farebox.api.command.Engine;
import io.farebox.api.http.Route;
import io.farebox.api.operation.Documents;
import io.farebox.api.report.ReportCalls;
import io.farebox.api.report.Sends;
import io.farebox.api.send.DryRun;
import io.farebox.api.send.Rates;
import io.farebox.api.send.Reservations;
import io.farebox.api.send.SendHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** All calls of the API; openapi.yaml describes the same. */
final class Routes {
    private Routes() {}

    /**
     * The calls over one event loop's engine.
     *
     * @param publicUrl where carriers reach this installation
     */
    static List<Route> of(
            Engine engine,
            Rates rates,
            Documents documents,
            String publicUrl,
            int recipientsMax,
            MeterRegistry registry) {
        DryRun dryRun = new DryRun(engine.balances(), engine.charging(), engine.clock());
        SendHandler sends = new SendHandler(engine, rates, dryRun, recipientsMax);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.post("/v1/sends", sends));
        routes.addAll(new Sends(engine).routes());
        routes.addAll(new Reservations(engine).routes());
        routes.addAll(new Accounts(engine).routes());
        routes.addAll(new Tree(engine).routes());
        routes.addAll(new Keys(engine).routes());
        routes.addAll(new Grants(engine).routes());
        routes.addAll(new Transfers(engine).routes());
        routes.addAll(new Plans(engine).routes());
        routes.addAll(new Lists(engine).routes());
        routes.addAll(new BalanceCall(engine).routes());
        routes.addAll(new Prices(engine, rates.books()).routes());
        routes.addAll(new ReportCalls(engine).routes());
        routes.addAll(new Connections(engine, publicUrl).routes());
        routes.addAll(new Reports(engine, publicUrl, registry).routes());
        routes.addAll(new MessageLinks(engine).routes());
        routes.addAll(documents.routes());
        return routes;
    }
}
