package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Farebox;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

/** Reservations whose deadline comes at once: how late the last of them is given back. */
final class Lapses {
    static final int RESERVATIONS = 1_000;

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LATE_MAX = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 64;
    private static final int POLL_MS = 10;

    private final Field field;
    private final Customer customer;
    private final Farebox farebox;

    Lapses(Field field) throws IOException, InterruptedException {
        this.field = field;
        this.customer = field.customers().root("lapse");
        this.farebox = field.site().operator().as(customer.key());
    }

    /** How long after the last deadline everything had been given back or charged, in milliseconds. */
    double lateMs() throws IOException, InterruptedException {
        byte[] request = field.api()
                .post("/v1/reservations", customer.key(), "", "{\"credits\":\"1\",\"deadline\":\"" + DEADLINE + "\"}");
        try (Calls calls = new Calls(field.api(), CONNECTIONS)) {
            calls.bodies(Collections.nCopies(RESERVATIONS, request));
        }
        long lastNanos = System.nanoTime() + DEADLINE.toNanos();
        while (reservedMicro() > 0) {
            if (System.nanoTime() - lastNanos > LATE_MAX.toNanos()) {
                throw new NotMeasured("deadlines are more than " + LATE_MAX.toSeconds() + " s late");
            }
            Thread.sleep(POLL_MS);
        }
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastNanos));
    }

    private long reservedMicro() throws IOException, InterruptedException {
        JsonNode balance = farebox.get("/v1/accounts/" + customer.account() + "/balance");
        return Micro.of(balance, "reserved");
    }
}
