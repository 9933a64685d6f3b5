package io.farebox.charge;

import io.farebox.charge.Holding.Status;
import java.util.Arrays;

/** What has become of the messages of a record, by position: a byte each, and none while nothing is settled. */
final class Statuses {
    private static final byte[] ALL_HELD = {};

    /** The status' digits, 0 where none was set. */
    private byte[] digits = ALL_HELD;

    Status at(int position) {
        return position < digits.length && digits[position] != 0 ? Status.of((char) digits[position]) : Status.HELD;
    }

    void set(int position, Status status) {
        if (position >= digits.length) {
            digits = Arrays.copyOf(digits, Math.max(position + 1, 2 * digits.length));
        }
        digits[position] = (byte) status.digit();
    }
}
