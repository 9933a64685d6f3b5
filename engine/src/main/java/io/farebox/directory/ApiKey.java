package io.farebox.directory;

import java.time.Instant;

/**
 * An API key, without the key itself: only the digest of its secret is kept.
 *
 * @param id the part of the key that is no secret
 * @param account the account that it acts for; empty for an operator's or a carrier's key of the installation
 * @param secretSha256 lower-case hex digest of the secret, which is random enough to need no salt
 */
public record ApiKey(String id, String account, Role role, String name, String secretSha256, Instant createdAt) {}
