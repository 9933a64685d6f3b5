package io.farebox.charge;

/**
 * What a message of a send costs and where it goes: messages that share all three are of one class.
 *
 * @param country ISO 3166 code of the destination, or "001" where it belongs to no country
 * @param segments parts of the message, 1 for an MMS
 * @param creditsMicro micro-credits for one message, not for one segment
 */
public record PriceClass(String country, int segments, long creditsMicro) {}
