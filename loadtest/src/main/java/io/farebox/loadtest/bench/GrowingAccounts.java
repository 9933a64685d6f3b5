package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.site.Customer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** More and more root accounts: sends of one of them, and of all in turn. */
final class GrowingAccounts implements Growing {
    /** Opened at a time; each takes four requests. */
    private static final int PORTION = 10_000;

    private static final int SEEN_SECONDS_MAX = 1_800;

    private final Field field;
    private final long most;
    private final List<Customer> customers = new ArrayList<>();

    GrowingAccounts(Field field, long most) {
        this.field = field;
        this.most = most;
    }

    @Override
    public String what() {
        return "root accounts";
    }

    @Override
    public String expected() {
        return "of one: flat; of all: ≥ 0.65 at 10,000";
    }

    @Override
    public List<Long> sizes() {
        return Growing.within(most, 1, 1_000, 10_000, 100_000, 1_000_000);
    }

    @Override
    public List<Grown> at(long size, Round round) throws IOException, InterruptedException {
        Memory before = Memory.before(round);
        long more = size - customers.size();
        while (customers.size() < size) {
            int count = (int) Math.min(PORTION, size - customers.size());
            customers.addAll(field.customers().roots("grown " + customers.size(), count));
        }
        double bytesEach = before.grownBytes(round) / (double) more;
        Grown ofOne = Grown.of(
                "single sends of one account",
                size,
                field.runSends(field.plan(field.api(), field.flatSingles()), field.flat(), 1),
                1);
        round.drain();
        Path requests = field.singles(customers, "");
        // Each is seen once, so that what is measured is no start-up; a cache that is too small for all of them stays
        // so.
        field.run(Plan.closed(field.api(), requests, field.settings().connections(), 0, SEEN_SECONDS_MAX)
                .eachOnce());
        Grown ofAll = Grown.of("single sends of all accounts", size, field.run(field.plan(field.api(), requests)), 1);
        Files.delete(requests);
        round.drain();
        return List.of(ofOne.withBytesEach(bytesEach), ofAll);
    }
}
