package io.farebox.rating;

import io.farebox.charge.PriceClass;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a send costs, recipient by recipient, in the order in which they were given.
 *
 * <p>Ten bytes per recipient: its digits and the number of its price class. A recipient that is named twice is sent to,
 * and charged, twice. It is immutable.
 */
public final class Rating implements Rated {
    /** The most price classes of one send: a class number fits in 16 bits, and 0 means refused. */
    public static final int CLASSES_MAX = Character.MAX_VALUE;

    private static final List<Refusal> REFUSALS = Stream.<Refusal[]>of(InvalidNumber.values(), Unroutable.values())
            .flatMap(Stream::of)
            .toList();

    /** Of a refused recipient the complement of the refusal's place in {@link #REFUSALS}. */
    private final long[] digits;

    private final char[] classNumbers;
    private final List<PriceClass> classes;
    private final int[] counts;
    private final int accepted;
    private final long totalMicro;

    /** Takes the arrays as they are; the caller gives them away. */
    Rating(long[] digits, char[] classNumbers, PriceClasses classes, int accepted, long totalMicro) {
        this.digits = digits;
        this.classNumbers = classNumbers;
        this.classes = classes.classes();
        this.counts = classes.counts();
        this.accepted = accepted;
        this.totalMicro = totalMicro;
    }

    /** How a refusal is noted in place of the digits. */
    static long code(Refusal refusal) {
        return ~REFUSALS.indexOf(refusal);
    }

    /** All recipients, the refused included. */
    public int size() {
        return digits.length;
    }

    /** The recipients that are not refused: the messages. */
    public int accepted() {
        return accepted;
    }

    /** What the messages cost together, 0 to {@link io.farebox.charge.Credits#MAX_MICRO}. */
    public long totalMicro() {
        return totalMicro;
    }

    /** The price classes in order of first appearance: the first is class number 1. */
    public List<PriceClass> classes() {
        return classes;
    }

    /** How many messages are of a class, 1 or more. */
    public int count(int classNumber) {
        return counts[classNumber];
    }

    /** The number of a recipient's price class, from 1; 0 when it is refused. */
    public int classNumber(int recipient) {
        return classNumbers[recipient];
    }

    /** The price class of a recipient that is not refused. */
    public PriceClass priceClass(int recipient) {
        return classes.get(classNumbers[recipient] - 1);
    }

    /** The digits of a recipient as {@link E164#pack} packs them; negative when it is refused. */
    public long digits(int recipient) {
        return digits[recipient];
    }

    /** Why a recipient is refused, or null when it is not. */
    public @Nullable Refusal refusal(int recipient) {
        return digits[recipient] >= 0 ? null : REFUSALS.get((int) ~digits[recipient]);
    }
}
