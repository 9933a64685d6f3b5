package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The wait until the ledger shows a send that was made just now: then it shows all sends before it. */
final class Drain {
    private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 5_000_000;
    private static final int NEWEST_LINES = 20;

    private final Farebox farebox;
    private final Customer customer;
    private final Books books;

    Drain(Farebox farebox, Customer customer, Books books) {
        this.farebox = farebox.as(customer.key());
        this.customer = customer;
        this.books = books;
    }

    /** Makes a send and waits until it is on the ledger; how long that took. */
    Duration await() throws IOException, InterruptedException {
        JsonNode answer = farebox.post(
                "/v1/sends",
                Map.of(
                        "to",
                        new String[] {Prices.recipient(0, 0)},
                        "text",
                        Prices.TEXT,
                        "reference",
                        UUID.randomUUID().toString()));
        long answeredNanos = System.nanoTime();
        books.held(customer, Prices.sendCreditsMicro(1));
        String send = answer.path("id").asText();
        while (!isOnLedger(send)) {
            if (System.nanoTime() - answeredNanos > DRAIN_MAX.toNanos()) {
                throw new NotMeasured("the ledger is more than " + DRAIN_MAX.toSeconds() + " s behind");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - answeredNanos);
    }

    private boolean isOnLedger(String send) throws IOException, InterruptedException {
        JsonNode page = farebox.get("/v1/accounts/" + customer.account() + "/ledger?limit=" + NEWEST_LINES);
        for (JsonNode line : page.path("items")) {
            if (send.equals(line.path("send").asText())) {
                return true;
            }
        }
        return false;
    }
}
