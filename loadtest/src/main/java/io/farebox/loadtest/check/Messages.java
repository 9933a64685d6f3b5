package io.farebox.loadtest.check;

import io.farebox.loadtest.site.Reader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An account's whole delivery history, held against what every message must have become. */
public final class Messages {
    private static final String UNREPORTED = "reserved";

    private Messages() {}

    /** Reads the history; a message that is missing, there twice, of no send or in another state is a fault. */
    public static void check(Reader reader, Told told, Told.Expectation expectation, Verdict verdict)
            throws IOException, InterruptedException {
        Map<String, Told.Sent> sends = new HashMap<>();
        told.sends().forEach(send -> sends.put(send.id(), send));
        Map<String, Integer> found = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Pages.read(reader, "/v1/accounts/" + told.account() + "/messages", message -> {
            String id = message.path("id").asText();
            int dash = id.lastIndexOf('-');
            Told.Sent send = sends.get(id.substring(0, dash));
            // A send that was told to nobody is reported by nobody; the conservation check says whether it may be
            // there.
            String expected =
                    send == null ? UNREPORTED : expectation.status(send, Integer.parseInt(id.substring(dash + 1)));
            String status = message.path("status").asText();
            if (!seen.add(id)) {
                verdict.fault("message " + id + " comes twice in the history of " + told.account());
            } else if (!expected.equals(status)) {
                verdict.fault("message " + id + " is " + status + " in the history and should be " + expected);
            }
            found.merge(id.substring(0, dash), 1, Integer::sum);
        });
        for (Told.Sent send : told.sends()) {
            verdict.same(
                    "send " + send.id() + ", messages in the history", send.count(), found.getOrDefault(send.id(), 0));
        }
        verdict.lookedAtMessages(seen.size());
    }
}
