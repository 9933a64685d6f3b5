package io.farebox.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.farebox.directory.ApiKey;
import io.farebox.directory.Directory;
import io.farebox.directory.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The keys that calls come with, and whom they stand for.
 *
 * <p>A key that was just checked is remembered for a moment, so that a busy sender costs one comparison per call
 * instead of a digest and two look-ups. What changes in the directory is seen when the moment is over, and at once where
 * {@link #forget} says so.
 */
public final class KeyRing {
    private static final Duration REMEMBERED = Duration.ofMillis(500);
    private static final Principal OPERATOR = new Principal("operator", Role.OPERATOR, null);
    private static final byte[] NO_DIGEST = new byte[32];

    private record Checked(byte[] secret, Principal principal) {}

    private final Directory directory;
    private final byte[] operatorKey;
    private final Cache<String, Checked> checked;

    /** @param rememberedMax keys that are remembered at a time */
    public KeyRing(Directory directory, String operatorKey, int rememberedMax) {
        this.directory = directory;
        checked = Caffeine.newBuilder()
                .maximumSize(rememberedMax)
                .expireAfterWrite(REMEMBERED)
                .executor(Runnable::run)
                .build();
        this.operatorKey = operatorKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Whom a key stands for that was checked a moment ago; null where it must be {@linkplain #find found}. */
    public @Nullable Principal peek(String presented) {
        PresentedKey key = PresentedKey.parse(presented);
        if (key == null) {
            return isOperator(presented) ? OPERATOR : null;
        }
        Checked known = checked.getIfPresent(key.id());
        return known != null && MessageDigest.isEqual(known.secret, ascii(key.secret())) ? known.principal : null;
    }

    /** Whom a key stands for; empty where it is no valid key. */
    public Mono<Principal> find(String presented) {
        if (isOperator(presented)) {
            return Mono.just(OPERATOR);
        }
        PresentedKey key = PresentedKey.parse(presented);
        if (key == null) {
            return Mono.empty();
        }
        return directory.key(key.id()).filter(stored -> matches(stored, key)).flatMap(stored -> remember(stored, key));
    }

    /** Looks a key up again at its next use. */
    public void forget(String keyId) {
        checked.invalidate(keyId);
    }

    /** Looks all keys up again at their next use: an account changed. */
    public void forgetAll() {
        checked.invalidateAll();
    }

    /** The time of this comparison hangs on the length of its first side alone, which the caller knows. */
    private boolean isOperator(String presented) {
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), operatorKey);
    }

    private static boolean matches(ApiKey stored, PresentedKey key) {
        byte[] digest = stored.secretSha256().isEmpty() ? NO_DIGEST : ascii(stored.secretSha256());
        return MessageDigest.isEqual(digest, ascii(key.digest()));
    }

    private Mono<Principal> remember(ApiKey stored, PresentedKey key) {
        Mono<Principal> principal = stored.account().isEmpty()
                ? Mono.just(new Principal(stored.id(), stored.role(), null))
                : directory
                        .account(stored.account())
                        .map(account -> new Principal(stored.id(), stored.role(), account));
        return principal.doOnNext(found -> checked.put(key.id(), new Checked(ascii(key.secret()), found)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
