package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Calls;
import io.farebox.loadtest.site.Prices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Redis memory per message in flight, of sends to 1,000 recipients. */
final class BurstMemory implements Row {
    private static final int RECIPIENTS = 1_000;
    private static final int CONNECTIONS = 8;

    @Override
    public String what() {
        return "Redis memory per message, bursts of 1,000";
    }

    @Override
    public String against() {
        return "–";
    }

    @Override
    public Goal goal() {
        return Goal.atMost(2, "bytes");
    }

    @Override
    public Reading measure(Round round) throws IOException, InterruptedException {
        Field field = round.field();
        int sends = field.settings().burstSends();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < sends; i++) {
            String body = Prices.send("memory-" + i, RECIPIENTS, "");
            requests.add(field.api().post("/v1/sends", field.flat().key(), Bursts.MINIMAL, body));
        }
        Memory before = Memory.before(round);
        try (Calls calls = new Calls(field.api(), CONNECTIONS)) {
            field.books().held(field.flat(), calls.bodies(requests).size() * Prices.sendCreditsMicro(RECIPIENTS));
        }
        return Reading.amount(before.grownBytes(round) / (double) (sends * RECIPIENTS));
    }

    @Override
    public boolean isMeasuredOnce() {
        return true;
    }
}
