package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Prices;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * More and more messages in flight, that were sent to many at once: single sends, reports and deadlines beside them.
 *
 * <p>What is measured is in flight too, so that the smaller sizes are where it begins.
 */
final class GrowingFlight implements Growing {
    private static final int RECIPIENTS_MAX = 50_000;
    private static final int CONNECTIONS = 4;

    /** Requests of 800 kB are made as they are needed, and not all at once. */
    private static final int PORTION = 20;

    private final Field field;
    private final long most;
    private final Reports reports;
    private final Lapses lapses;
    private long inFlight;

    GrowingFlight(Field field, long most) throws IOException, InterruptedException {
        this.field = field;
        this.most = most;
        this.reports = new Reports(field);
        this.lapses = new Lapses(field);
    }

    @Override
    public String what() {
        return "messages in flight";
    }

    @Override
    public String expected() {
        return "flat";
    }

    @Override
    public List<Long> sizes() {
        return Growing.within(most, 10, 1_000, 100_000, 1_000_000, 10_000_000);
    }

    @Override
    public List<Grown> at(long size, Round round) throws IOException, InterruptedException {
        Memory before = Memory.before(round);
        long more = size - inFlight;
        while (inFlight < size) {
            reserve(size);
        }
        double bytesEach = before.grownBytes(round) / (double) more;
        Result singles = round.singles(Fsync.ALWAYS);
        Result reported = reports.oneByOne(round);
        double lateMs = lapses.lateMs();
        return List.of(
                Grown.of("single sends", size, singles, 1).withBytesEach(bytesEach),
                Grown.of("delivery reports, one per request", size, reported, 1),
                new Grown(
                        "the last of " + Lapses.RESERVATIONS + " deadlines, ms late",
                        size,
                        Double.NaN,
                        Double.NaN,
                        lateMs,
                        Double.NaN));
    }

    /** A portion of what is missing. */
    private void reserve(long size) throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        long credits = 0;
        while (inFlight < size && requests.size() < PORTION) {
            int recipients = (int) Math.min(RECIPIENTS_MAX, size - inFlight);
            String body = Prices.send("flight-" + inFlight, recipients, "");
            requests.add(field.api().post("/v1/sends", field.flat().key(), Bursts.MINIMAL, body));
            credits += Prices.sendCreditsMicro(recipients);
            inFlight += recipients;
        }
        try (Calls calls = new Calls(field.api(), CONNECTIONS)) {
            calls.bodies(requests);
            field.books().held(field.flat(), credits);
        }
    }
}
