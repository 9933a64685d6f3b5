package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Requests;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Prices;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.nio.file.Path;

/** Recipients reserved in sends of 10,000, against single sends. */
final class Bursts implements Row {
    static final int RECIPIENTS = 10_000;

    /** Recipients alone are counted, as a client asks who numbers them itself. */
    static final String MINIMAL = "Prefer: return=minimal\r\n";

    /** A send of 160 kB keeps a core busy for a while: more in flight would only wait. */
    private static final int CONNECTIONS = 16;

    private static final int REQUESTS = 50;

    private final Path requests;

    Bursts(Field field) throws IOException {
        requests = field.newFile();
        try (Requests.Writer writer = new Requests.Writer(requests)) {
            for (int i = 0; i < REQUESTS; i++) {
                String body = Prices.send("burst-" + i, RECIPIENTS, "");
                writer.write(field.api().post("/v1/sends", field.flat().key(), MINIMAL, body));
            }
        }
    }

    @Override
    public String what() {
        return "recipients in sends of 10,000";
    }

    @Override
    public String against() {
        return "single sends";
    }

    @Override
    public Goal goal() {
        return Goal.ratioAtLeast(20);
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Result result = run(round.field());
        round.drain();
        return Reading.ratio(
                result.perSecond() * RECIPIENTS, round.singles(Fsync.ALWAYS).perSecond());
    }

    /** The sends alone, without the wait for what follows from them. */
    Result run(Field field) throws IOException, InterruptedException {
        Plan plan = Plan.closed(
                field.api(),
                requests,
                CONNECTIONS,
                field.settings().warmUps().seconds(),
                field.settings().seconds());
        return field.runSends(plan, field.flat(), RECIPIENTS);
    }
}
