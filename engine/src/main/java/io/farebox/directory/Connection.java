package io.farebox.directory;

import io.farebox.charge.Event;
import java.time.Instant;
import java.util.Map;

/**
 * A configured carrier or aggregator.
 *
 * @param provider the name of the format in which its reports come
 * @param account the root account that it serves alone, empty where it serves all
 * @param publicUrl the address under which the provider calls us, may be empty
 * @param mapping how its reports are read where the provider leaves that to the operator
 */
public record Connection(
        String id,
        String name,
        String provider,
        String account,
        Secret secret,
        String publicUrl,
        Policy policy,
        Mapping mapping,
        Instant createdAt) {

    /**
     * What its reports are verified by.
     *
     * @param current empty where nothing is verified
     * @param previous what {@code current} has replaced, may be empty
     * @param previousUntil until when the previous one is still valid
     */
    public record Secret(String current, String previous, Instant previousUntil) {
        /** A secret that has replaced none. */
        public static Secret of(String current) {
            return new Secret(current, "", Instant.EPOCH);
        }

        /** The secret that replaces this one, which stays valid until then. */
        public Secret replacedBy(String next, Instant validUntil) {
            return new Secret(next, current, validUntil);
        }

        /** The previous one while it is valid, else empty. */
        public String previousAt(Instant now) {
            return now.isBefore(previousUntil) ? previous : "";
        }
    }

    /**
     * The operator's own names in reports.
     *
     * @param fields names of fields by the provider's usual ones
     * @param statuses what the carrier's words mean, by the words in lower case
     */
    public record Mapping(Map<String, String> fields, Map<String, Event> statuses) {
        /** The usual names. */
        public static final Mapping NONE = new Mapping(Map.of(), Map.of());

        /** The name that a field has. */
        public String field(String usual) {
            return fields.getOrDefault(usual, usual);
        }
    }
}
