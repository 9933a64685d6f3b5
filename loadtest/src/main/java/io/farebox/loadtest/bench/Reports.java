package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Requests;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Delivery reports for messages that were reserved for them: each is reported delivered once. */
final class Reports {
    static final int BATCH = 100;

    /** In place of a batch's size. */
    private static final int ECHO = 0;

    /** Part of what the echo would take in the measured span: enough to fill most of it, and an end in sight. */
    private static final double SHARE_OF_ECHO = 0.7;

    /** Batches are to be several times as fast; this many times the messages keep them busy. */
    private static final int BATCH_FACTOR = 4;

    /** Sends whose messages take turns, whatever the machine's speed: a carrier reports on some campaigns at a time. */
    private static final int SENDS_IN_TURN = 10;

    static final int MESSAGES_MAX = 1_000_000;
    private static final int BATCH_CONNECTIONS = 32;
    private static final int SECONDS_FACTOR_MAX = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Field field;
    /** The batch sizes whose code is compiled by now. */
    private final Set<Integer> warm = new HashSet<>();

    private final String connection;
    /** The key of a gateway that reports for all accounts. */
    private final String gatewayKey;

    Reports(Field field) throws IOException, InterruptedException {
        this.field = field;
        this.connection = field.customers()
                .connection("bench-" + UUID.randomUUID().toString().substring(0, 8));
        this.gatewayKey = field.site().operator().key();
    }

    private Result kept(Round round, String name, Measurement measurement) throws IOException, InterruptedException {
        Result known = round.known(name);
        return known != null ? known : round.keep(name, measurement.run());
    }

    /** One way to measure. */
    private interface Measurement {
        Result run() throws IOException, InterruptedException;
    }

    Result oneByOne(Round round) throws IOException, InterruptedException {
        return kept(round, "reports one by one", () -> report(round, 1));
    }

    Result batched(Round round) throws IOException, InterruptedException {
        return kept(round, "reports in batches", () -> report(round, BATCH));
    }

    /** Reports one per request, to the echo server. */
    Result echo(Round round) throws IOException, InterruptedException {
        return kept(round, "reports echoed", () -> {
            Path file = file(field.echo(), List.of("s0000000000000000000"), Bursts.RECIPIENTS, 1);
            if (warm.add(ECHO)) {
                Plan plan = field.warmUpPlan(field.echo(), file);
                field.warmUp().run(() -> field.run(plan));
            }
            Result result = field.run(field.plan(field.echo(), file));
            Files.delete(file);
            return result;
        });
    }

    private Result report(Round round, int batch) throws IOException, InterruptedException {
        double perSecond = echo(round).perSecond() * SHARE_OF_ECHO * (batch == 1 ? 1 : BATCH_FACTOR);
        if (warm.add(batch)) {
            // Sends alone have been compiled so far.
            field.warmUp()
                    .run(() -> report(
                            round, batch, perSecond * field.settings().warmUps().stepSeconds()));
        }
        Settings settings = field.settings();
        return report(round, batch, perSecond * (settings.warmUps().seconds() + settings.seconds()));
    }

    private Result report(Round round, int batch, double messages) throws IOException, InterruptedException {
        Plan plan = plan(round, batch, messages);
        Result result = field.run(plan);
        Files.delete(plan.requests());
        round.drain();
        return result;
    }

    /** Reserves messages, at most a million, and says how each of them is reported once. */
    Plan plan(Round round, int batch, double messages) throws IOException, InterruptedException {
        int sends = (int) Math.ceil(Math.min(messages, MESSAGES_MAX) / Bursts.RECIPIENTS);
        Path file = file(field.api(), reserve(sends), Bursts.RECIPIENTS, batch);
        round.drain();
        Settings settings = field.settings();
        int connections = batch == 1 ? settings.connections() : BATCH_CONNECTIONS;
        double secondsMax = settings.seconds() * SECONDS_FACTOR_MAX;
        return Plan.closed(field.api(), file, connections, settings.warmUps().seconds(), secondsMax)
                .eachOnce();
    }

    /** The ids of new sends of 10,000. */
    private List<String> reserve(int sends) throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < sends; i++) {
            String body = Prices.send("reported-" + i, Bursts.RECIPIENTS, "");
            requests.add(field.api().post("/v1/sends", field.flat().key(), Bursts.MINIMAL, body));
        }
        List<String> ids = new ArrayList<>();
        try (Calls calls = new Calls(field.api(), 4)) {
            for (byte[] answer : calls.bodies(requests)) {
                ids.add(JSON.readTree(answer).path("id").asText());
                field.books().held(field.flat(), Prices.sendCreditsMicro(Bursts.RECIPIENTS));
            }
        }
        return ids;
    }

    /** Reports of delivery for all messages of the sends; some sends take turns, as a carrier's batches mix them. */
    private Path file(Target target, List<String> sends, int messages, int batch) throws IOException {
        Path file = field.newFile();
        String at = Instant.now().toString();
        List<String> reports = new ArrayList<>(batch);
        try (Requests.Writer writer = new Requests.Writer(file)) {
            for (int from = 0; from < sends.size(); from += SENDS_IN_TURN) {
                List<String> inTurn = sends.subList(from, Math.min(from + SENDS_IN_TURN, sends.size()));
                for (int i = 0; i < messages * inTurn.size(); i++) {
                    reports.add(report(inTurn.get(i % inTurn.size()), i / inTurn.size(), at));
                    if (reports.size() == batch) {
                        String body = "{\"reports\":[" + String.join(",", reports) + "]}";
                        writer.write(target.post("/v1/dlr/" + connection, gatewayKey, "", body));
                        reports.clear();
                    }
                }
            }
        }
        return file;
    }

    private static String report(String send, int message, String at) {
        return "{\"message\":\"" + send + '-' + message + "\",\"status\":\"delivered\",\"at\":\"" + at + "\"}";
    }
}
