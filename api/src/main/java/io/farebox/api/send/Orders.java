package io.farebox.api.send;

import io.farebox.charge.Order;
import io.farebox.charge.PriceClass;
import io.farebox.ledger.Manifest;
import io.farebox.rating.E164;
import io.farebox.rating.Rating;
import java.util.List;

/** The form in which a rated send goes to the core. */
final class Orders {
    private static final int ONE_BYTE_CLASSES_MAX = 255;

    private Orders() {}

    static Order of(SendRequest request, Rating rating, String sender, String connection) {
        int count = rating.size();
        List<PriceClass> classes = rating.classes();

        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            long digits = rating.digits(i);
            recipients[i] = digits >= 0 ? digits : Math.max(0, E164.pack(request.to.get(i)));
        }
        byte[] manifest =
                new Manifest(request.channel.json(), sender, connection, request.reference, recipients).encode();
        return new Order(count, classes, classMap(rating), rating.totalMicro(), request.label, manifest);
    }

    private static byte[] classMap(Rating rating) {
        int count = rating.size();
        if (rating.classes().size() == 1 && rating.accepted() == count) {
            return new byte[0];
        }
        boolean oneByte = rating.classes().size() <= ONE_BYTE_CLASSES_MAX;
        byte[] map = new byte[oneByte ? count : 2 * count];
        for (int i = 0; i < count; i++) {
            int number = rating.classNumber(i);
            if (oneByte) {
                map[i] = (byte) number;
            } else {
                map[2 * i] = (byte) (number >>> 8);
                map[2 * i + 1] = (byte) number;
            }
        }
        return map;
    }
}
