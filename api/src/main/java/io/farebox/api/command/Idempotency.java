package io.farebox.api.command;

import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.charge.Once;
import io.farebox.charge.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Idempotency-Key of a call: the same key, account and kind of call give the same answer for 24 hours.
 *
 * <p>The key is made unique to the account of the API key and to the call's template; the fingerprint is of the path
 * and the body, so that a key that comes back for another account's path is seen as reused.
 */
public final class Idempotency {
    /** The header that an answer has which was given before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final String HEADER = "Idempotency-Key";
    private static final int KEY_MAX_CHARS = 255;

    private Idempotency() {}

    /** What the caller promised, null where it promised nothing. */
    public static @Nullable Once of(Call call) {
        String key = call.header(HEADER);
        if (key == null) {
            return null;
        }
        List<String> all = call.headers().getAll(HEADER);
        if (all.size() > 1
                || key.isEmpty()
                || key.length() > KEY_MAX_CHARS
                || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Problem.malformed(HEADER, "must be one value of 1 to " + KEY_MAX_CHARS + " visible ASCII characters");
        }
        MessageDigest sha = sha256();
        String scope = key + "\n" + call.principal().accountId() + "\n" + call.method() + " "
                + call.route().template();
        String unique = HexFormat.of().formatHex(sha.digest(scope.getBytes(StandardCharsets.UTF_8)));
        sha.update(call.uri().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        String fingerprint = HexFormat.of().formatHex(sha.digest(call.body()));
        return new Once(unique, fingerprint);
    }

    /** What was answered the first time, where the outcome repeats it. */
    public static Outcome original(Outcome outcome) {
        return outcome instanceof Outcome.Replayed again ? again.original() : outcome;
    }

    /** The answer to an outcome, with the header that says so where it was given before. */
    public static Answer marked(Answer answer, Outcome outcome) {
        return outcome instanceof Outcome.Replayed ? answer.with(REPLAYED, "true") : answer;
    }

    /** Some bits that are the same for the same promise. */
    public static long bits(Once once) {
        return Long.parseUnsignedLong(once.key().substring(0, 16), 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
