package io.farebox.rating;

import io.farebox.charge.Credits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for the rows of a price book. */
final class PriceRows {
    private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,14}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}|001");

    private PriceRows() {}

    static List<PriceFault> faults(List<Price> rows) {
        if (rows.size() > PriceBook.ROWS_MAX) {
            return List.of(new PriceFault(
                    PriceBook.ROWS_MAX, "", "A price book has at most " + PriceBook.ROWS_MAX + " rows."));
        }
        List<PriceFault> faults = new ArrayList<>();
        Map<Key, Integer> seen = new HashMap<>();
        for (int index = 0; index < rows.size() && faults.size() < PriceBook.FAULTS_MAX; index++) {
            Price row = rows.get(index);
            fieldFaults(index, row, faults);
            Integer first = seen.putIfAbsent(new Key(row.channel(), row.prefix()), index);
            if (first != null) {
                faults.add(new PriceFault(index, "prefix", "Row " + first + " has the same channel and prefix."));
            }
        }
        return List.copyOf(faults.subList(0, Math.min(faults.size(), PriceBook.FAULTS_MAX)));
    }

    private static void fieldFaults(int index, Price row, List<PriceFault> faults) {
        if (!PREFIX.matcher(row.prefix()).matches()) {
            faults.add(new PriceFault(index, "prefix", "A prefix is 1 to 15 digits, the first not 0, without \"+\"."));
        }
        if (row.creditsMicro() < 0 || row.creditsMicro() > Credits.MAX_MICRO) {
            faults.add(new PriceFault(index, "credits", "A price is 0 to 2^53-1 micro-credits."));
        }
        String country = row.country();
        if (country != null && !COUNTRY.matcher(country).matches()) {
            faults.add(new PriceFault(index, "country", "A country is two capital letters (ISO 3166-1), or 001."));
        }
    }

    private record Key(Channel channel, String prefix) {}
}
