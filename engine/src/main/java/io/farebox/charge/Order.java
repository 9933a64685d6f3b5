package io.farebox.charge;

import java.util.Arrays;
import java.util.List;

/**
 * The rated content of a send: how many messages of which class, in the order of its recipients.
 *
 * @param count recipients, the refused ones included; 1 to 50,000 by default
 * @param classes the distinct classes; a message of class k costs {@code classes.get(k − 1)}
 * @param classMap the class of each recipient, 0 for a refused one: one byte each while there are at most 255 classes,
 *     else two (big-endian); empty where all recipients are of class 1
 * @param totalMicro micro-credits of all messages together, at most {@link Credits#MAX_MICRO}
 * @param label the sender's label for reports, may be empty
 * @param manifest what the delivery history needs and charging does not, opaque here
 */
public record Order(
        int count, List<PriceClass> classes, byte[] classMap, long totalMicro, String label, byte[] manifest) {

    private static final byte[] NO_BYTES = {};

    /** The class of a recipient, 0 where it was refused. */
    public int classOf(int index) {
        if (classMap.length == 0) {
            return 1;
        }
        if (classMap.length == count) {
            return classMap[index] & 0xff;
        }
        return (classMap[2 * index] & 0xff) << 8 | classMap[2 * index + 1] & 0xff;
    }

    /** The price in micro-credits of a message that was not refused. */
    public long creditsMicroOf(int index) {
        return classes.get(classOf(index) - 1).creditsMicro();
    }

    /** How many recipients below an index were not refused by rating. */
    public int acceptedBelow(int index) {
        if (classMap.length == 0) {
            return index;
        }
        int accepted = 0;
        for (int i = 0; i < index; i++) {
            accepted += classOf(i) == 0 ? 0 : 1;
        }
        return accepted;
    }

    /** The order as it is remembered for a replay, without what only the history needs. */
    Order withoutManifest() {
        return new Order(count, classes, classMap, totalMicro, label, NO_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Order that
                && count == that.count
                && classes.equals(that.classes)
                && Arrays.equals(classMap, that.classMap)
                && totalMicro == that.totalMicro
                && label.equals(that.label)
                && Arrays.equals(manifest, that.manifest);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * classes.hashCode() + Long.hashCode(totalMicro)) + label.hashCode();
    }
}
