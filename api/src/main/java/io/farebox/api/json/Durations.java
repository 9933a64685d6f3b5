package io.farebox.api.json;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as ISO 8601 writes them. */
public final class Durations {
    private static final int TEXT_MAX_CHARS = 64;

    private Durations() {}

    /** Reads a duration within bounds, both included. */
    public static @Nullable Duration read(JsonInput in, Duration min, Duration max) throws IOException {
        String text = in.line(1, TEXT_MAX_CHARS);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // It is reported below, as any text that is no such duration.
        }
        in.fault("must be an ISO 8601 duration from " + min + " to " + max + ", such as PT15M");
        return null;
    }
}
