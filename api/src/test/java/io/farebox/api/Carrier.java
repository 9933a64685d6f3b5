package io.farebox.api;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How one provider reports, as the tests need to know it.
 *
 * @param secret what its connections are made with
 * @param form a report with placeholders: S0 to S3 for the parts of a status, REF for our message's id in the
 *     provider's reference field, CID for the provider's own id
 * @param signer how it signs
 * @param covered what the signature covers
 * @param statuses what each status does, those of unknown outcome like those that are not final: they wait; the parts of a
 *     status have slashes between them
 * @param takenStatus the status of the answer that it expects
 * @param takenText the text of that answer, empty where any will do
 */
record Carrier(
        String name,
        String secret,
        Posted form,
        Signer signer,
        Set<Covered> covered,
        Map<String, Action> statuses,
        int takenStatus,
        String takenText) {
    private static final int PARTS_MAX = 4;

    /** What a status does. */
    enum Action {
        CONFIRM,
        FAIL,
        RELEASE,
        WAIT,
        /** Charges at the charge point "accepted", else waits. */
        ACCEPT
    }

    /** What may not be altered beside a signature. */
    enum Covered {
        CONTENT,
        QUERY,
        TIME
    }

    /** Adds a signature to a report for an address at a time. */
    @FunctionalInterface
    interface Signer {
        Posted sign(Posted report, String callbackUrl, String secret, long seconds) throws GeneralSecurityException;
    }

    static Carrier of(String name, Posted form, String statuses) {
        return new Carrier(name, "sesame", form, Signatures::token, Set.of(), table(statuses), 200, "");
    }

    Carrier signed(Signer by, Covered... what) {
        return new Carrier(name, secret, form, by, Set.of(what), statuses, takenStatus, takenText);
    }

    Carrier secret(String other) {
        return new Carrier(name, other, form, signer, covered, statuses, takenStatus, takenText);
    }

    Carrier answered(int status, String text) {
        return new Carrier(name, secret, form, signer, covered, statuses, status, text);
    }

    /** Reads "CONFIRM: a, b; WAIT: c". */
    private static Map<String, Action> table(String statuses) {
        Map<String, Action> table = new LinkedHashMap<>();
        for (String row : statuses.replace('\n', ' ').split("; ", -1)) {
            String[] parts = row.split(": ", -1);
            for (String status : parts[1].split(", ", -1)) {
                table.put(status, Action.valueOf(parts[0]));
            }
        }
        return table;
    }

    boolean hasReference() {
        return form.toString().contains("REF");
    }

    boolean hasOwnId() {
        return form.toString().contains("CID");
    }

    /** A report of a status; what it shall name the message by, and it alone, is not empty. */
    Posted report(String status, String reference, String ownId, String inQuery) {
        Posted report = form;
        for (int i = 0; i < PARTS_MAX; i++) {
            report = report.altered("S" + i, part(status, i));
        }
        report = report.altered("REF", reference).altered("CID", ownId);
        return inQuery.isEmpty() ? report : report.and("m=" + inQuery);
    }

    /** One of a status's parts, empty where it has fewer. */
    static String part(String status, int index) {
        String[] parts = status.split("/", -1);
        return index < parts.length ? parts[index] : "";
    }

    /** A report of a status of a message, named in the provider's own way where it has one. */
    Posted report(String status, String message) {
        return hasReference() ? report(status, message, "own-id", "") : report(status, "", "own-id", message);
    }

    @Override
    public String toString() {
        return name;
    }
}
