package io.farebox.directory;

/**
 * The bounds of what an engine keeps of the directory.
 *
 * @param accountsMax accounts that are kept, and as many keys and price books; beyond it those that are used least are
 *     read from the store at their next use
 * @param rereadsPerSecond records that are read again only because they are old; what would have to wait is used as it is
 */
public record CacheSettings(int accountsMax, int rereadsPerSecond) {}
