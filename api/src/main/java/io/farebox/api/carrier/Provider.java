package io.farebox.api.carrier;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A format in which delivery reports come: it verifies who sent them and reads what they say. */
interface Provider {
    /** Its name in connections. */
    String name();

    /** Whether its reports come with an API key of ours instead of a secret of theirs. */
    default boolean needsKey() {
        return false;
    }

    /**
     * Verifies and reads a delivery.
     *
     * <p>An unknown status or field is no fault: it reads as {@link io.farebox.charge.Event#UNDERWAY}, which settles nothing.
     *
     * @throws io.farebox.api.http.Problem unauthorized where the secret does not fit, malformed where it cannot be read
     */
    List<Report> read(Delivery delivery);

    /**
     * The fields whose names, and whether its statuses, are the operator's own choice: a connection can say what they
     * are. Empty where the provider's names and words are its own.
     */
    default Set<String> configurableFields() {
        return Set.of();
    }

    /** The only text that the provider takes for an acknowledgement, null where any will do. */
    default @Nullable String takenText() {
        return null;
    }

    /** The status that the provider wants to see once its reports are taken. */
    default int takenStatus() {
        return 200;
    }
}
