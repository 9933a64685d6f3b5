package io.farebox.charge;

/**
 * A package of credits, or what was moved on of one.
 *
 * @param grant id of the package that it is or was a part of
 * @param creditsMicro what was given, not what is left of it
 * @param expiresAtMs when the unused rest expires (UTC epoch)
 */
public record Lot(String grant, long creditsMicro, long expiresAtMs) {}
