package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Requests;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** More and more recipients of one send. */
final class GrowingSends implements Growing {
    /** What all requests in flight carry together: enough to keep a core busy, and more would only wait. */
    private static final int RECIPIENTS_IN_FLIGHT = 200_000;

    private static final int CONNECTIONS_MIN = 4;
    private static final int DIFFERENT_RECIPIENTS = 500_000;
    private static final int REQUESTS_MIN = 20;
    private static final int REQUESTS_MAX = 5_000;

    private final Field field;

    GrowingSends(Field field) {
        this.field = field;
    }

    @Override
    public String what() {
        return "recipients of a send";
    }

    @Override
    public String expected() {
        return "grows; ≥ 20 at 10,000";
    }

    @Override
    public List<Long> sizes() {
        return List.of(1L, 10L, 100L, 1_000L, 10_000L, 50_000L);
    }

    @Override
    public List<Grown> at(long size, Round round) throws IOException, InterruptedException {
        int recipients = (int) size;
        Settings settings = field.settings();
        int connections =
                Math.max(CONNECTIONS_MIN, Math.min(settings.connections(), RECIPIENTS_IN_FLIGHT / recipients));
        Path requests = requests(recipients);
        Memory before = Memory.before(round);
        Result result = field.runSends(
                Plan.closed(
                        field.api(), requests, connections, settings.warmUps().seconds(), settings.seconds()),
                field.flat(),
                recipients);
        double bytesEach = before.grownBytes(round) / ((double) result.all(201) * recipients);
        Files.delete(requests);
        return List.of(Grown.of("recipients reserved", size, result, recipients).withBytesEach(bytesEach));
    }

    private Path requests(int recipients) throws IOException {
        Path file = field.newFile();
        int count = Math.max(REQUESTS_MIN, Math.min(REQUESTS_MAX, DIFFERENT_RECIPIENTS / recipients));
        try (Requests.Writer writer = new Requests.Writer(file)) {
            for (int i = 0; i < count; i++) {
                String body = Prices.send("size-" + i, recipients, "");
                writer.write(field.api().post("/v1/sends", field.flat().key(), Bursts.MINIMAL, body));
            }
        }
        return file;
    }
}
