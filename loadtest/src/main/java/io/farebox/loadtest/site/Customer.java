package io.farebox.loadtest.site;

/**
 * A customer of the load.
 *
 * @param account its id
 * @param key a key of the role advanced
 * @param grantedMicro micro-credits it was given
 */
public record Customer(String account, String key, long grantedMicro) {}
