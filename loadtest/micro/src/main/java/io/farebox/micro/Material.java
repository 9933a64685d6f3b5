package io.farebox.micro;

import io.farebox.rating.Channel;
import io.farebox.rating.Price;
import io.farebox.rating.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recipients and prices as customers have them, always the same ones. */
public final class Material {
    /** How many different lists of recipients take turns, so that no branch is learnt by heart. */
    public static final int LISTS = 256;

    private static final long SEED = 7;
    private static final int COUNTRY_PREFIX_MIN = 20;
    private static final int COUNTRY_PREFIX_MAX = 99;
    private static final List<String> MOBILE =
            List.of("4915", "4916", "4917", "447", "336", "337", "346", "347", "1202");

    /** What stands before a number's last eight or seven digits, in countries that share a calling code and in some that do not. */
    private static final List<String> NUMBERS = List.of("+49151", "+4477", "+336", "+1202", "+346");

    private static final String NORTH_AMERICA = "+1202";

    private Material() {}

    /** Lists of as many recipients each. */
    public static List<List<String>> recipients(int each) {
        Random random = new Random(SEED);
        List<List<String>> lists = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            List<String> list = new ArrayList<>();
            for (int k = 0; k < each; k++) {
                list.add(number(random));
            }
            lists.add(list);
        }
        return lists;
    }

    private static String number(Random random) {
        String start = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return start.equals(NORTH_AMERICA)
                ? start + (2_000_000 + random.nextInt(8_000_000))
                : start + (10_000_000 + random.nextInt(90_000_000));
    }

    /** The installation's prices for most of the world, and on top of them three of the account's own. */
    public static PriceBook book() {
        List<Price> world = new ArrayList<>();
        for (int prefix = COUNTRY_PREFIX_MIN; prefix <= COUNTRY_PREFIX_MAX; prefix++) {
            world.add(price(Integer.toString(prefix), 1_000_000 + prefix * 10_000L));
        }
        world.add(price("1", 1_000_000));
        MOBILE.forEach(prefix -> world.add(price(prefix, 1_500_000)));
        List<Price> own = List.of(price("4915", 1_400_000), price("447", 2_200_000), price("33", 1_900_000));
        return PriceBook.merge(PriceBook.of(world), PriceBook.of(own));
    }

    private static Price price(String prefix, long creditsMicro) {
        return new Price(Channel.SMS, prefix, creditsMicro, null);
    }
}
