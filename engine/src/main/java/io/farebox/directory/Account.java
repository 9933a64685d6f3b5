package io.farebox.directory;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What is known of an account besides its credits.
 *
 * @param path the ids from the root account down to this one, itself included
 * @param expiryPolicy {@link #SEPARATE} or {@link #EXTEND}; the root account's counts
 * @param billing the customer's billing details as given, values are texts
 * @param emails addresses by what they are for: accounting, technical
 * @param labels the administrator's own
 */
public record Account(
        String id,
        List<String> path,
        String name,
        ZoneId timeZone,
        String expiryPolicy,
        Map<String, String> billing,
        Map<String, String> emails,
        List<String> labels,
        Instant createdAt) {

    /** A new grant leaves the expiry of what is held as it is. */
    public static final String SEPARATE = "separate";
    /** A new grant extends the expiry of all that is held. */
    public static final String EXTEND = "extend";

    /** The root account of its tree. */
    public String root() {
        return path.get(0);
    }

    /** Steps below the root account: 0 to 5. */
    public int level() {
        return path.size() - 1;
    }

    /** Whether it is that account or stands below it. */
    public boolean isWithin(String account) {
        return path.contains(account);
    }
}
