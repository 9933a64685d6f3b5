package io.farebox.loadtest.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.site.Farebox;
import io.farebox.loadtest.site.Prices;
import io.farebox.loadtest.site.RefusedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must hold when Redis has come back without its data: until it is rebuilt from the journal nothing is decided, by
 * the engine that was there before as well as by one that starts on it.
 */
final class Aftermath {
    private static final int UNAVAILABLE = 503;
    private static final String PROBLEM = "partition-unavailable";

    /** Root accounts are spread over the partitions at random: some would be of each. */
    private static final int ACCOUNTS = 64;

    /** An account's id begins with a letter and the two digits of its partition. */
    private static final int PARTITION_CHARS = 3;

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
        ground.server(Part.ENGINE).restart();
        attempt(parties, "by an engine that was started on it");
    }

    private void attempt(List<Party> parties, String when) throws IOException, InterruptedException {
        Farebox operator = ground.operator();
        Set<String> partitions = new HashSet<>();
        for (Party party : parties) {
            partitions.add(partition(party.customer().account()));
            Farebox sender = operator.as(party.customer().key());
            Map<String, Object> send = Map.of("to", List.of(Prices.recipient(0, 0)), "text", Prices.TEXT);
            mustBeRefused(
                    "a send after Redis was wiped, " + when, () -> sender.post("/v1/sends", send), opened -> true);
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            Map<String, Object> account = Map.of("name", "after " + i);
            // A partition that never had a block has lost none.
            mustBeRefused(
                    "an account opened after Redis was wiped, " + when,
                    () -> operator.post("/v1/accounts", account),
                    opened -> partitions.contains(partition(opened.path("id").asText())));
        }
    }

    private void mustBeRefused(String what, Attempt attempt, Predicate<JsonNode> wrong)
            throws IOException, InterruptedException {
        try {
            JsonNode made = attempt.make();
            if (wrong.test(made)) {
                verdict.fault(what + ", was answered " + made);
            }
        } catch (RefusedException refused) {
            String answer = String.valueOf(refused.getMessage());
            if (refused.status() != UNAVAILABLE || !answer.contains(PROBLEM)) {
                verdict.fault(what + ", must be answered 503 " + PROBLEM + ": " + answer);
            }
        }
    }

    private static String partition(String account) {
        return account.substring(0, Math.min(PARTITION_CHARS, account.length()));
    }
}
