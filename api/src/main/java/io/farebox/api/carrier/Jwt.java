package io.farebox.api.carrier;

import io.farebox.api.json.JsonInput;
import io.farebox.api.json.Malformed;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signed JSON web token (RFC 7519), of the one kind that providers sign webhooks with: HS256. */
final class Jwt {
    private static final int CLAIMS_MAX = 100;
    private static final int PARTS = 3;

    private final Map<String, Object> claims;

    private Jwt(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** The token, null where it is none, is of another kind, or was not signed with the secret. */
    static @Nullable Jwt signed(String token, String secret) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        byte[] mac = Hmac.of("HmacSHA256", secret, parts[0] + "." + parts[1]);
        String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
        return Hmac.same(expected, parts[2]) && "HS256".equals(read(parts[0]).get("alg"))
                ? new Jwt(read(parts[1]))
                : null;
    }

    /** A claim as text, empty where it is not there. */
    String text(String name) {
        return claims.get(name) instanceof String text ? text : "";
    }

    /** A claim that is a time in Unix seconds, 0 where it is not there. */
    long seconds(String name) {
        String text = text(name);
        return text.matches("[0-9]{1,12}") ? Long.parseLong(text) : 0;
    }

    @SuppressWarnings("unchecked") // any() gives maps of texts to anything
    private static Map<String, Object> read(String part) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(part);
            Object claims = JsonInput.<Object>read(json, 0, json.length, in -> {
                Object read = in.any(CLAIMS_MAX);
                return read == null ? Map.of() : read;
            });
            return claims instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        } catch (IllegalArgumentException | Malformed e) {
            return Map.of();
        }
    }
}
