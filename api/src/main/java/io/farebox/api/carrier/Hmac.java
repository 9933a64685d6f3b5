package io.farebox.api.carrier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed digests and their comparison, by which providers sign. */
final class Hmac {
    private Hmac() {}

    /**
     * The digest of some bytes under a key (RFC 2104).
     *
     * @param algorithm as Java names it, such as HmacSHA256
     */
    static byte[] of(String algorithm, String key, byte[] data) {
        byte[] secret = utf8(key);
        try {
            Mac mac = Mac.getInstance(algorithm);
            // Java takes no empty key; a byte of zero is the same one, because keys are padded with zeros.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] of(String algorithm, String key, String data) {
        return of(algorithm, key, utf8(data));
    }

    static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether two texts are the same, in a time that does not tell where they differ. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(utf8(expected), utf8(given));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
