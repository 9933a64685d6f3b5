package io.farebox.local;

/** What went wrong on this machine, said in one sentence to the person in front of it. */
public final class LocalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public LocalException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public LocalException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
