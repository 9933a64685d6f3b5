package io.farebox.loadtest.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.site.Reader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An account's ledger, read to its end and added up. */
final class LedgerFold {
    /** What the ledger says of one send. */
    static final class OfSend {
        int reservations;
        long reservedMicro;
        long reservedMessages;
        long chargedMessages;
        String reference = "";
    }

    private final Map<String, OfSend> sends = new HashMap<>();
    private final Set<String> lineIds = new HashSet<>();
    private final Verdict verdict;
    private long movedMicro;
    private long chargedMicro;

    private LedgerFold(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Reads the ledger page by page; lines that come twice or are of no known kind are faults. */
    static LedgerFold read(Reader reader, String account, Verdict verdict) throws IOException, InterruptedException {
        LedgerFold fold = new LedgerFold(verdict);
        Pages.read(reader, "/v1/accounts/" + account + "/ledger", fold::add);
        return fold;
    }

    Map<String, OfSend> sends() {
        return sends;
    }

    /** The sum of all effects on what is available. */
    long movedMicro() {
        return movedMicro;
    }

    /** What was charged. */
    long chargedMicro() {
        return chargedMicro;
    }

    long lines() {
        return lineIds.size();
    }

    private void add(JsonNode line) {
        String id = line.path("id").asText();
        if (!lineIds.add(id)) {
            verdict.fault("ledger line " + id + " comes twice");
            return;
        }
        long creditsMicro = Micro.of(line, "credits");
        long messages = line.path("messages").asLong();
        OfSend send = sends.computeIfAbsent(line.path("send").asText(), unseen -> new OfSend());
        String kind = line.path("kind").asText();
        switch (kind) {
            case "reserved" -> {
                movedMicro += creditsMicro;
                send.reservations++;
                send.reservedMicro -= creditsMicro;
                send.reservedMessages += messages;
                send.reference = line.path("reference").asText();
            }
            case "confirmed" -> {
                chargedMicro += creditsMicro;
                send.chargedMessages += messages;
            }
            case "recharged" -> {
                movedMicro += creditsMicro;
                chargedMicro -= creditsMicro;
                send.chargedMessages += messages;
            }
            case "released", "granted", "moved" -> movedMicro += creditsMicro;
            default -> verdict.fault("ledger line " + id + " is of the kind " + kind + ", which no load makes");
        }
    }
}
