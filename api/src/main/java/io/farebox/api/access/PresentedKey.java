package io.farebox.api.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its holder has it: {@code fb_ID_SECRET}.
 *
 * @param id finds the key; 12 characters
 * @param secret 160 random bits; only its digest is kept, and being random it needs neither salt nor stretching
 */
public record PresentedKey(String id, String secret) {
    private static final String PREFIX = "fb_";
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_CHARS = 12;
    private static final int SECRET_CHARS = 32;

    /** A new key. */
    public static PresentedKey random(SecureRandom random) {
        return new PresentedKey(chars(random, ID_CHARS), chars(random, SECRET_CHARS));
    }

    /** Reads a key, null where the text has not its form. */
    static @Nullable PresentedKey parse(String text) {
        int underscore = PREFIX.length() + ID_CHARS;
        if (text.length() != underscore + 1 + SECRET_CHARS
                || !text.startsWith(PREFIX)
                || text.charAt(underscore) != '_') {
            return null;
        }
        return new PresentedKey(text.substring(PREFIX.length(), underscore), text.substring(underscore + 1));
    }

    /** The key as it is shown to its holder, once. */
    public String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Lower-case hex SHA-256 of the secret. */
    public String digest() {
        return HexFormat.of().formatHex(sha256(secret));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 32 divides 256, so the low bits of a random byte are even. */
    private static String chars(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        char[] text = new char[count];
        for (int i = 0; i < count; i++) {
            text[i] = ALPHABET.charAt(bytes[i] & 31);
        }
        return new String(text);
    }

    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
