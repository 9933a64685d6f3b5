package io.farebox.loadtest.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Prices;
import io.farebox.loadtest.site.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What must hold when Redis has come back without its data: until it is rebuilt from the journal nothing is decided, by
 * the engine that was there before as well as by one that starts on it.
 */
final class Aftermath {
    private static final int UNAVAILABLE = 503;
    private static final String PROBLEM = "partition-unavailable";

    /** Root accounts are spread over the partitions at random: some would be of each. */
    private static final int ACCOUNTS = 64;

    private final Ground ground;
    private final Verdict verdict;

    /** Something that must be refused. */
    private interface Attempt {
        JsonNode make() throws IOException, InterruptedException;
    }

    Aftermath(Ground ground, Verdict verdict) {
        this.ground = ground;
        this.verdict = verdict;
    }

    /** Tries to send and to open accounts, before and after a restart of the engine. */
    void check(List<Party> parties) throws IOException, InterruptedException {
        attempt(parties, "by the engine that was there before");
        ground.site().api().restart();
        attempt(parties, "by an engine that was started on it");
    }

    private void attempt(List<Party> parties, String when) throws IOException, InterruptedException {
        Farebox operator = ground.site().operator();
        for (Party party : parties) {
            Farebox sender = operator.as(party.customer().key());
            Map<String, Object> send = Map.of("to", List.of(Prices.recipient(0, 0)), "text", Prices.TEXT);
            refused("a send after Redis was wiped, " + when, () -> sender.post("/v1/sends", send));
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            Map<String, Object> account = Map.of("name", "after " + i);
            refused("an account opened after Redis was wiped, " + when, () -> operator.post("/v1/accounts", account));
        }
    }

    private void refused(String what, Attempt attempt) throws IOException, InterruptedException {
        try {
            verdict.fault(what + ", was answered " + attempt.make());
        } catch (RefusedException refused) {
            String answer = String.valueOf(refused.getMessage());
            if (refused.status() != UNAVAILABLE || !answer.contains(PROBLEM)) {
                verdict.fault(what + ", must be answered 503 " + PROBLEM + ": " + answer);
            }
        }
    }
}
