package io.farebox.cassandra;

import io.farebox.charge.Settlement;

/** The words for what has become of a message, in history and usage. */
final class Status {
    static final String RESERVED = "reserved";
    static final String CONFIRMED = "confirmed";
    static final String RELEASED = "released";
    static final String RECHARGED = "recharged";

    private Status() {}

    static String of(Settlement settlement) {
        return switch (settlement) {
            case CONFIRMED -> CONFIRMED;
            case RELEASED -> RELEASED;
            case RECHARGED -> RECHARGED;
        };
    }
}
