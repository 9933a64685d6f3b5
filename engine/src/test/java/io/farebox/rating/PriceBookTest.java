package io.farebox.rating;

import static io.farebox.rating.Channel.MMS;
import static io.farebox.rating.Channel.SMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.farebox.charge.Credits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {
    @Test
    void theLongestPrefixWins() {
        PriceBook book = PriceBook.of(List.of(sms("1", 10), sms("1212", 20), sms("12", 30), sms("44", 40)));
        assertThat(priceMicro(book, SMS, "+12125550100")).isEqualTo(20);
        assertThat(priceMicro(book, SMS, "+12025550100")).isEqualTo(30);
        assertThat(priceMicro(book, SMS, "+13105550100")).isEqualTo(10);
        assertThat(priceMicro(book, SMS, "+447400123456")).isEqualTo(40);
        assertThat(priceMicro(book, SMS, "+6421123456")).isNull();
    }

    @Test
    void aChannelKnowsOnlyItsOwnRows() {
        PriceBook book = PriceBook.of(List.of(sms("1", 10), mms("12", 20)));
        assertThat(priceMicro(book, SMS, "+12125550100")).isEqualTo(10);
        assertThat(priceMicro(book, MMS, "+12125550100")).isEqualTo(20);
        assertThat(priceMicro(book, MMS, "+13105550100")).isNull();
        assertThat(priceMicro(PriceBook.of(List.of(mms("1", 1))), SMS, "+12125550100"))
                .isNull();
        assertThat(priceMicro(PriceBook.EMPTY, SMS, "+12125550100")).isNull();
    }

    @Test
    void aPrefixMayBeAWholeNumberAndIsNeverLongerThanTheNumber() {
        PriceBook book = PriceBook.of(List.of(sms("12025550100", 1), sms("120255501000", 2), sms("1202555010000", 3)));
        assertThat(priceMicro(book, SMS, "+12025550100")).isEqualTo(1);
        assertThat(priceMicro(book, SMS, "+120255501000")).isEqualTo(2);
        assertThat(priceMicro(book, SMS, "+120255501001")).isEqualTo(1);
        assertThat(priceMicro(book, SMS, "+1202555010")).isNull();
    }

    @Test
    void anAccountsRowReplacesItsParentsAndTheLongestPrefixStillWins() {
        PriceBook parent = PriceBook.of(List.of(sms("1", 10), sms("1212", 20), sms("44", 30)));
        PriceBook book = PriceBook.merge(parent, PriceBook.of(List.of(sms("1", 1), sms("447", 3))));
        assertThat(priceMicro(book, SMS, "+13105550100")).isEqualTo(1);
        assertThat(priceMicro(book, SMS, "+12125550100")).isEqualTo(20);
        assertThat(priceMicro(book, SMS, "+447400123456")).isEqualTo(3);
        assertThat(priceMicro(book, SMS, "+442071234567")).isEqualTo(30);
        assertThat(book.prices()).containsExactly(sms("1", 1), sms("1212", 20), sms("44", 30), sms("447", 3));
        assertThat(parent.prices()).containsExactly(sms("1", 10), sms("1212", 20), sms("44", 30));
    }

    @Test
    void asManyBooksAsThereAreLevelsMayBuildOnOneAnother() {
        PriceBook book = PriceBook.EMPTY;
        for (int level = 0; level < PriceBook.LAYERS_MAX; level++) {
            book = PriceBook.merge(book, PriceBook.of(List.of(sms("1", level))));
            book = PriceBook.merge(book, PriceBook.EMPTY);
        }
        assertThat(priceMicro(book, SMS, "+12125550100")).isEqualTo(PriceBook.LAYERS_MAX - 1L);
        PriceBook highest = book;
        assertThatThrownBy(() -> PriceBook.merge(highest, PriceBook.of(List.of(sms("1", 1)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "044", "+44", "4 4", "1234567890123456", "44x", "٤٤", "44\n"})
    void aPrefixIsDigits(String prefix) {
        assertThat(PriceBook.faults(List.of(sms("1", 1), sms(prefix, 1))))
                .extracting(PriceFault::index, PriceFault::field)
                .containsExactly(tuple(1, "prefix"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Credits.MAX_MICRO + 1})
    void aPriceIsWithinBounds(long priceMicro) {
        assertThat(PriceBook.faults(List.of(sms("1", priceMicro))))
                .containsExactly(new PriceFault(0, "credits", "A price is 0 to 2^53-1 micro-credits."));
        assertThat(PriceBook.faults(List.of(sms("1", 0), sms("2", Credits.MAX_MICRO))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "us", "USA", "01", "002", "U1"})
    void aCountryIsACode(String country) {
        assertThat(PriceBook.faults(List.of(new Price(SMS, "1", 1, country))))
                .extracting(PriceFault::field)
                .containsExactly("country");
        assertThat(PriceBook.faults(List.of(new Price(SMS, "1", 1, "US"), new Price(SMS, "800", 1, "001"))))
                .isEmpty();
    }

    @Test
    void twoRowsOfTheSameChannelAndPrefixAreRefused() {
        List<Price> rows = List.of(sms("44", 1), mms("44", 1), sms("1", 1), sms("44", 2));
        assertThat(PriceBook.faults(rows))
                .containsExactly(new PriceFault(3, "prefix", "Row 0 has the same channel and prefix."));
        assertThatThrownBy(() -> PriceBook.of(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index=3");
    }

    @Test
    void faultsAndRowsAreBounded() {
        assertThat(PriceBook.faults(Collections.nCopies(200, new Price(SMS, "0", -1, "?"))))
                .hasSize(PriceBook.FAULTS_MAX);
        List<Price> rows = new ArrayList<>();
        for (int i = 0; i <= PriceBook.ROWS_MAX; i++) {
            rows.add(sms(Integer.toString(1_000_000 + i), i));
        }
        assertThat(PriceBook.faults(rows)).extracting(PriceFault::index).containsExactly(PriceBook.ROWS_MAX);
        assertThat(PriceBook.faults(rows.subList(0, PriceBook.ROWS_MAX))).isEmpty();
    }

    /** 15-digit prefixes that share as little as possible make the largest tree that rows can make. */
    @Test
    void theLargestBookFitsItsTree() {
        Random random = new Random(15);
        Map<String, Price> rows = new HashMap<>();
        while (rows.size() < PriceBook.ROWS_MAX) {
            String prefix = Long.toString(random.nextLong(100_000_000_000_000L, 1_000_000_000_000_000L));
            rows.put(prefix, sms(prefix, rows.size()));
        }
        PriceBook book = PriceBook.of(List.copyOf(rows.values()));
        rows.forEach((prefix, row) ->
                assertThat(book.find(SMS, Long.parseLong(prefix))).isEqualTo(row));
    }

    @Test
    void randomBooksAgreeWithASearchByText() {
        Random random = new Random(53);
        for (int round = 0; round < 300; round++) {
            Map<String, Price> naive = new HashMap<>();
            PriceBook book = PriceBook.EMPTY;
            for (int layer = random.nextInt(1, 5); layer > 0; layer--) {
                Map<String, Price> rows = new HashMap<>();
                for (int i = random.nextInt(60); i > 0; i--) {
                    String prefix = randomDigits(random, random.nextInt(1, 8));
                    rows.put(prefix, sms(prefix, random.nextInt(1000)));
                }
                naive.putAll(rows);
                book = PriceBook.merge(book, PriceBook.of(List.copyOf(rows.values())));
            }
            assertThat(book.prices()).containsExactlyInAnyOrderElementsOf(naive.values());
            for (int i = 0; i < 300; i++) {
                String number = randomDigits(random, random.nextInt(E164.DIGITS_MIN, E164.DIGITS_MAX + 1));
                assertThat(book.find(SMS, Long.parseLong(number))).as(number).isEqualTo(longest(naive, number));
            }
        }
    }

    private static @Nullable Price longest(Map<String, Price> rows, String number) {
        for (int length = number.length(); length > 0; length--) {
            Price row = rows.get(number.substring(0, length));
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    /** Few different digits, so that prefixes often begin alike; 0 is one of them, because numbers are padded with it. */
    private static String randomDigits(Random random, int length) {
        StringBuilder digits = new StringBuilder().append(random.nextInt(1, 3));
        while (digits.length() < length) {
            digits.append(random.nextInt(4) == 3 ? 9 : random.nextInt(3));
        }
        return digits.toString();
    }

    private static @Nullable Long priceMicro(PriceBook book, Channel channel, String number) {
        Price price = book.find(channel, E164.pack(number));
        return price == null ? null : price.creditsMicro();
    }

    private static Price sms(String prefix, long priceMicro) {
        return new Price(SMS, prefix, priceMicro, null);
    }

    private static Price mms(String prefix, long priceMicro) {
        return new Price(MMS, prefix, priceMicro, null);
    }
}
