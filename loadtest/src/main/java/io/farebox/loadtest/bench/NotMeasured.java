package io.farebox.loadtest.bench;

import java.io.IOException;

/** Why a row could not be measured. */
final class NotMeasured extends IOException {
    NotMeasured(String reason) {
        super(reason);
    }
}
