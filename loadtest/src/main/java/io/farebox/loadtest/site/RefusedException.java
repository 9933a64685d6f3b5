package io.farebox.loadtest.site;

import java.io.IOException;

/** An answer that is not 2xx. */
public final class RefusedException extends IOException {
    private final int status;

    public RefusedException(String request, int status, String body) {
        super(request + " was answered " + status + ": " + body);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
