package io.farebox.api;

/** The failure of a start that somebody must do something about; its message is one sentence that says what. */
final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
