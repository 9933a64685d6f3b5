package io.farebox.rating;

/**
 * What messages of one send have in common when they cost the same for the same reason.
 *
 * @param country the country that is reported, ISO 3166-1 alpha-2 or "001"
 * @param segments the segments of the text; 1 for an MMS
 * @param priceMicro micro-credits of one message, all its segments together
 */
public record PriceClass(String country, int segments, long priceMicro) {}
