package io.farebox.charge;

/**
 * A client's promise that a command is the same one as before: the idempotency key and what the command must equal.
 *
 * @param key the client's key, made unique to its API key's account and call; at most 64 characters of base 32
 * @param fingerprint digest of the request's body
 */
public record Once(String key, String fingerprint) {
    /** How long an accepted command's answer is remembered, in milliseconds: 24 hours. */
    public static final long REMEMBERED_MS = 24L * 3600 * 1000;
}
