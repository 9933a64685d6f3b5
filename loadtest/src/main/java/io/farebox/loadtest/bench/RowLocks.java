package io.farebox.loadtest.bench;

import io.farebox.loadtest.RowLockServer;
import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Child;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Postgres;
import io.farebox.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The yardstick of a balance in PostgreSQL, started when it is first measured and idle from then on but for that. */
final class RowLocks implements AutoCloseable {
    private final Field field;
    private final List<Customer> customers = new ArrayList<>();
    private @Nullable Postgres postgres;
    private @Nullable Child server;

    RowLocks(Field field) {
        this.field = field;
        admit(List.of(field.flat()));
    }

    /** Has these customers known to it, which is too late once it has been measured. */
    void admit(List<Customer> more) {
        customers.addAll(more);
    }

    /** The usual closed load of sends, whose every answer must be 2xx. */
    Result run(Path requests) throws IOException, InterruptedException {
        return field.run(field.plan(target(), requests));
    }

    private Target target() throws IOException, InterruptedException {
        Child running = server == null ? start() : server;
        return new Target("127.0.0.1", Integer.parseInt(running.firstLine()));
    }

    private Child start() throws IOException, InterruptedException {
        if (postgres != null) {
            throw new NotMeasured("it did not start in the round before");
        }
        Path programs = Postgres.programs().orElseThrow(() -> new NotMeasured("PostgreSQL is not installed"));
        Postgres started = Postgres.start(programs);
        postgres = started;
        Path keys = field.newFile();
        Files.write(keys, customers.stream().map(Customer::key).toList());
        Child running = Child.start(
                RowLockServer.class,
                List.of("-Xmx512m"),
                Integer.toString(Ports.free()),
                Integer.toString(started.port()),
                keys.toString());
        server = running;
        Plan plan = field.warmUpPlan(target(), field.flatSingles());
        field.warmUp().run(() -> field.run(plan));
        return running;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
