package io.farebox.directory;

import java.util.Locale;
import java.util.Optional;

/** What an API key may do. */
public enum Role {
    /** Runs the installation. */
    OPERATOR,
    /** Administers an account and all below it. */
    ADMINISTRATOR,
    /** Sends, and reads usage, lists and members of its account. */
    ADVANCED,
    /** Sends, and reads its own messages. */
    BASIC,
    /** Brings delivery reports and nothing else. */
    CARRIER;

    /** Its name in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name. */
    public static Optional<Role> of(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
