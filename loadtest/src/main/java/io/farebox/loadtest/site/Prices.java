package io.farebox.loadtest.site;

import java.util.List;
import java.util.Map;

/**
 * The prices and recipients of the load: the even ones are in one country and the odd ones in another, so that every
 * large send has two price classes and a message's price follows from its index.
 */
public final class Prices {
    /** Text of one segment. */
    public static final String TEXT = "Your code is 482913.";

    private static final long EVEN_MICRO = 1_500_000;
    private static final long ODD_MICRO = 2_200_000;

    /** Numbers of each country's mobile range; more recipients than that start over. */
    private static final int NUMBERS = 10_000_000;

    private Prices() {}

    /**
     * What PUT /v1/accounts/{a}/price-book is given: as long prefixes as its recipients have in common, so that no
     * price of the installation is a longer match.
     */
    public static Map<String, Object> book() {
        return Map.of(
                "prices",
                List.of(
                        Map.of("channel", "sms", "prefix", "491511", "credits", "1.5", "country", "DE"),
                        Map.of("channel", "sms", "prefix", "44771", "credits", "2.2", "country", "GB")));
    }

    /** What the message of that index costs, in micro-credits. */
    public static long creditsMicro(int index) {
        return index % 2 == 0 ? EVEN_MICRO : ODD_MICRO;
    }

    /** What a send to that many recipients costs, in micro-credits. */
    public static long sendCreditsMicro(int count) {
        return (count + 1) / 2 * EVEN_MICRO + count / 2 * ODD_MICRO;
    }

    /** The recipient of that index, in E.164 form. */
    public static String recipient(int index, long salt) {
        long number = Math.floorMod(index / 2 + salt * 7919, (long) NUMBERS);
        return (index % 2 == 0 ? "+4915" : "+4477") + (index % 2 == 0 ? 110_000_000 + number : 10_000_000 + number);
    }

    /** The body of a send. */
    public static String send(String reference, int count, String list) {
        StringBuilder body = new StringBuilder(64 + 16 * count).append("{\"to\":[");
        long salt = reference.hashCode();
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(recipient(i, salt)).append('"');
        }
        body.append("],\"text\":\"").append(TEXT).append("\",\"reference\":\"").append(reference);
        if (!list.isEmpty()) {
            body.append("\",\"list\":\"").append(list);
        }
        return body.append("\"}").toString();
    }
}
