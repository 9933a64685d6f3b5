package io.farebox.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the store, and opens them: AES-256-GCM, bound to the id of what owns the secret.
 *
 * <p>The first key seals; every key opens what it has sealed, so that a key can be replaced while engines run.
 */
public final class SecretBox {
    /** Length of a key. */
    public static final int KEY_BYTES = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_ID_BYTES = 4;
    private static final char SEPARATOR = '.';

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String sealingKey;
    private final SecureRandom random = new SecureRandom();

    /** @param keys each of {@link #KEY_BYTES}, the one that seals first */
    public SecretBox(List<byte[]> keys) {
        for (byte[] key : keys) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
            }
            this.keys.put(idOf(key), new SecretKeySpec(key, "AES"));
        }
        sealingKey = idOf(keys.get(0));
    }

    /** A box whose only key is made from a passphrase of high entropy, such as an API key. */
    public static SecretBox of(String passphrase) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(passphrase.getBytes(UTF_8), "HmacSHA256"));
            return new SecretBox(List.of(mac.doFinal("farebox connection secrets".getBytes(UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no HMAC-SHA256", e);
        }
    }

    private static String idOf(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no SHA-256", e);
        }
    }

    /** A secret as it may be stored; an empty one stays empty. */
    public String seal(String owner, String secret) {
        if (secret.isEmpty()) {
            return "";
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, sealingKey, nonce, owner, secret.getBytes(UTF_8));
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return sealingKey + SEPARATOR + Base64.getEncoder().encodeToString(all);
    }

    /**
     * The secret that was sealed for an owner.
     *
     * @throws IllegalStateException where no key opens it, or where it was changed or is another's
     */
    public String open(String owner, String sealed) {
        if (sealed.isEmpty()) {
            return "";
        }
        int end = sealed.indexOf(SEPARATOR);
        byte[] all = Base64.getDecoder().decode(sealed.substring(end + 1));
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return new String(run(Cipher.DECRYPT_MODE, sealed.substring(0, end), nonce, owner, rest), UTF_8);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, String owner, byte[] content) {
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("no key opens a secret that was sealed with key " + keyId);
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a secret of " + owner + " cannot be " + (mode == Cipher.ENCRYPT_MODE ? "sealed" : "opened"), e);
        }
    }
}
