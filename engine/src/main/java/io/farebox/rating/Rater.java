package io.farebox.rating;

import io.farebox.charge.Credits;
import java.util.List;

/** What puts a price on each recipient of a send. */
public final class Rater {
    private final Destinations destinations;

    public Rater(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * Rates a send. Recipients that are no numbers, or that have no price, are refused one by one; the rest is rated.
     *
     * @param book the prices of the account that sends
     * @param segments the segments of the text, 1 or more; an MMS counts as one whatever is given
     * @param to the recipients in E.164; how many there may be is the caller's limit
     * @return the {@link Rating}, or an {@link Unratable} when the send as a whole is out of bounds
     */
    public Rated rate(PriceBook book, Channel channel, int segments, List<? extends CharSequence> to) {
        if (segments < 1) {
            throw new IllegalArgumentException("segments: " + segments);
        }
        PriceClasses classes = new PriceClasses(channel == Channel.MMS ? 1 : segments);
        long[] digits = new long[to.size()];
        char[] classNumbers = new char[digits.length];
        int accepted = 0;
        long totalMicro = 0;
        int recipient = 0;
        for (CharSequence text : to) {
            long number = E164.pack(text);
            Destination destination = destinations.resolve(number);
            Price price = destination instanceof Country ? book.find(channel, number) : null;
            if (destination instanceof Country country && price != null) {
                int classNumber = classes.count(country, price);
                if (classNumber == 0) {
                    return Unratable.TOO_MANY_CLASSES;
                }
                // Both are at most 2^53, so the sum cannot wrap around.
                totalMicro += classes.priceMicro(classNumber);
                if (totalMicro > Credits.MAX_MICRO) {
                    return Unratable.TOTAL_TOO_LARGE;
                }
                digits[recipient] = number;
                classNumbers[recipient] = (char) classNumber;
                accepted++;
            } else {
                digits[recipient] = Rating.code(refusal(destination));
            }
            recipient++;
        }
        return new Rating(digits, classNumbers, classes, accepted, totalMicro);
    }

    private static Refusal refusal(Destination destination) {
        return destination instanceof InvalidNumber invalid ? invalid : Unroutable.NO_PRICE;
    }
}
