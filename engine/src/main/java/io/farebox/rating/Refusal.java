package io.farebox.rating;

/** Why one recipient of a send is not sent to, while the others may be. */
public sealed interface Refusal permits InvalidNumber, Unroutable {
    /** The word in the answer's {@code refused[].reason}: "invalid-number" or "unroutable". */
    String reason();

    /** One sentence for a person. */
    String detail();
}
