package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Customer;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Single-message sends of many root accounts in turn, against all of one. */
final class SpreadSingles implements Row {
    private final List<Customer> customers;
    private final Path requests;

    SpreadSingles(Field field) throws IOException, InterruptedException {
        customers = field.customers().roots("spread", field.settings().roots());
        requests = field.singles(customers, "");
    }

    @Override
    public String what() {
        return ("single sends of " + customers.size() + " root accounts");
    }

    @Override
    public String against() {
        return "one root account";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(0.65);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        return Reading.ratio(run(round).perSecond(), round.singles(Fsync.ALWAYS).perSecond());
    }

    /** What they reach in this round. */
    Result run(Round round) throws IOException, InterruptedException {
        Result known = round.known(what());
        if (known != null) {
            return known;
        }
        Field field = round.field();
        Result spread = field.run(field.plan(field.api(), requests));
        round.drain();
        return round.keep(what(), spread);
    }

    List<Customer> customers() {
        return customers;
    }

    Path requests() {
        return requests;
    }
}
