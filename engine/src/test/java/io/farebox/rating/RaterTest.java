package io.farebox.rating;

import static io.farebox.rating.Channel.MMS;
import static io.farebox.rating.Channel.SMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.charge.Credits;
import io.farebox.charge.PriceClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaterTest {
    private static final Rater RATER = new Rater(Destinations.load());
    private static final PriceBook BOOK = PriceBook.of(List.of(
            new Price(SMS, "1", 1_500_000, null),
            new Price(SMS, "1242", 4_000_000, null),
            new Price(SMS, "44", 2_000_000, null),
            new Price(SMS, "447924", 2_000_000, "IM"),
            new Price(MMS, "1", 7_000_000, null)));

    @Test
    void oneRecipient() {
        Rating rating = rate(BOOK, SMS, 2, List.of("+12025550100"));
        assertThat(rating.size()).isEqualTo(1);
        assertThat(rating.accepted()).isEqualTo(1);
        assertThat(rating.totalMicro()).isEqualTo(3_000_000);
        assertThat(rating.classes()).containsExactly(new PriceClass("US", 2, 3_000_000));
        assertThat(rating.classNumber(0)).isEqualTo(1);
        assertThat(rating.count(1)).isEqualTo(1);
        assertThat(rating.digits(0)).isEqualTo(12_025_550_100L);
        assertThat(rating.refusal(0)).isNull();
    }

    @Test
    void classesAreNumberedInOrderOfFirstAppearance() {
        Rating rating = rate(
                BOOK, SMS, 1, List.of("+447400123456", "+12025550100", "+14165550100", "+12425550100", "+13105550100"));
        assertThat(rating.classes())
                .containsExactly(
                        new PriceClass("GB", 1, 2_000_000),
                        new PriceClass("US", 1, 1_500_000),
                        new PriceClass("CA", 1, 1_500_000),
                        new PriceClass("BS", 1, 4_000_000));
        assertThat(classNumbers(rating)).containsExactly(1, 2, 3, 4, 2);
        assertThat(rating.count(2)).isEqualTo(2);
        assertThat(rating.priceClass(4).country()).isEqualTo("US");
        assertThat(rating.totalMicro()).isEqualTo(10_500_000);
    }

    @Test
    void aRowsCountryIsTheOneReported() {
        Rating rating = rate(BOOK, SMS, 1, List.of("+447924123456", "+447400123456"));
        assertThat(rating.classes()).extracting(PriceClass::country).containsExactly("IM", "GB");
    }

    @Test
    void rowsOfTheSameCountryAndPriceMakeOneClass() {
        PriceBook book = PriceBook.of(List.of(new Price(SMS, "1202", 5, null), new Price(SMS, "1310", 5, null)));
        Rating rating = rate(book, SMS, 1, List.of("+12025550100", "+13105550100", "+12025550100"));
        assertThat(rating.classes()).hasSize(1);
        assertThat(rating.count(1)).isEqualTo(3);
    }

    @Test
    void recipientsAreRefusedOneByOne() {
        Rating rating = rate(
                BOOK, SMS, 1, List.of("12025550100", "+12025550100", "+99912345678", "+1202555010", "+6421123456"));
        assertThat(refusals(rating))
                .containsExactly(
                        InvalidNumber.NOT_E164,
                        null,
                        InvalidNumber.UNKNOWN_CALLING_CODE,
                        InvalidNumber.IMPOSSIBLE_LENGTH,
                        Unroutable.NO_PRICE);
        assertThat(classNumbers(rating)).containsExactly(0, 1, 0, 0, 0);
        assertThat(rating.digits(0)).isNegative();
        assertThat(rating.accepted()).isEqualTo(1);
        assertThat(InvalidNumber.NOT_E164.reason()).isEqualTo("invalid-number");
        assertThat(Unroutable.NO_PRICE.reason()).isEqualTo("unroutable");
        assertThat(InvalidNumber.NOT_E164.detail()).contains("7 to 15 digits");
    }

    @Test
    void allRefusedCostsNothing() {
        Rating rating = rate(PriceBook.EMPTY, SMS, 1, List.of("+12025550100", "+12025550101"));
        assertThat(rating.accepted()).isZero();
        assertThat(rating.totalMicro()).isZero();
        assertThat(rating.classes()).isEmpty();
        assertThat(rate(BOOK, SMS, 1, List.of()).size()).isZero();
    }

    @Test
    void aRecipientNamedTwiceIsChargedTwice() {
        Rating rating = rate(BOOK, SMS, 1, List.of("+12025550100", "+12025550100"));
        assertThat(rating.accepted()).isEqualTo(2);
        assertThat(rating.totalMicro()).isEqualTo(3_000_000);
    }

    @Test
    void anMmsIsPricedPerMessage() {
        Rating rating = rate(BOOK, MMS, 9, List.of("+12025550100", "+447400123456"));
        assertThat(rating.classes()).containsExactly(new PriceClass("US", 1, 7_000_000));
        assertThat(rating.refusal(1)).isEqualTo(Unroutable.NO_PRICE);
    }

    @Test
    void aTotalAboveTheBoundIsAValue() {
        PriceBook book = PriceBook.of(List.of(
                new Price(SMS, "1", Credits.MAX_MICRO, null),
                new Price(SMS, "1310", 0, null),
                new Price(SMS, "1212", 1, null)));
        assertThat(rate(book, SMS, 1, List.of("+12025550100", "+13105550100")).totalMicro())
                .isEqualTo(Credits.MAX_MICRO);
        assertThat(RATER.rate(book, SMS, 1, List.of("+12025550100", "+12125550100")))
                .isEqualTo(Unratable.TOTAL_TOO_LARGE);
        assertThat(RATER.rate(book, SMS, 2, List.of("+12025550100"))).isEqualTo(Unratable.TOTAL_TOO_LARGE);
        assertThat(RATER.rate(book, SMS, Integer.MAX_VALUE, List.of("+12025550100")))
                .isEqualTo(Unratable.TOTAL_TOO_LARGE);
        assertThat(rate(book, SMS, Integer.MAX_VALUE, List.of("+13105550100")).totalMicro())
                .isZero();
    }

    @Test
    void moreClassesThanFitAreAValue() {
        List<Price> rows = new ArrayList<>();
        List<String> to = new ArrayList<>();
        for (int i = 0; i <= Rating.CLASSES_MAX; i++) {
            rows.add(new Price(SMS, "1202" + (200_000 + i), i, null));
            to.add("+1202" + (2_000_000 + i * 10));
        }
        PriceBook book = PriceBook.of(rows);
        assertThat(RATER.rate(book, SMS, 1, to)).isEqualTo(Unratable.TOO_MANY_CLASSES);
        Rating rating = rate(book, SMS, 1, to.subList(0, Rating.CLASSES_MAX));
        assertThat(rating.classes()).hasSize(65_535);
        assertThat(rating.classNumber(65_534)).isEqualTo(65_535);
        assertThat(rating.priceClass(65_534).creditsMicro()).isEqualTo(65_534);
        assertThat(rating.totalMicro()).isEqualTo(65_534L * 65_535 / 2);
    }

    @Test
    void segmentsAreAtLeastOne() {
        assertThatThrownBy(() -> RATER.rate(BOOK, SMS, 0, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomSendsAgreeWithARatingOfEachRecipientAlone() {
        Random random = new Random(402);
        List<Price> rows = new ArrayList<>();
        for (int area = 200; area < 1000; area++) {
            rows.add(new Price(SMS, "1" + area, random.nextInt(40), random.nextInt(9) == 0 ? "ZZ" : null));
        }
        PriceBook book = PriceBook.merge(BOOK, PriceBook.of(rows));
        for (int round = 0; round < 100; round++) {
            List<String> to = new ArrayList<>();
            for (int i = random.nextInt(400); i > 0; i--) {
                to.add("+1" + random.nextLong(1_900_000_000L, 10_010_000_000L));
            }
            int segments = random.nextInt(1, 12);
            Rating rating = rate(book, SMS, segments, to);
            Map<PriceClass, Integer> counts = new LinkedHashMap<>();
            long totalMicro = 0;
            for (int i = 0; i < to.size(); i++) {
                Rating alone = rate(book, SMS, segments, to.subList(i, i + 1));
                assertThat(rating.refusal(i)).isEqualTo(alone.refusal(0));
                assertThat(rating.digits(i)).isEqualTo(alone.digits(0));
                if (alone.accepted() == 1) {
                    assertThat(rating.priceClass(i)).isEqualTo(alone.priceClass(0));
                    counts.merge(alone.priceClass(0), 1, Integer::sum);
                }
                totalMicro += alone.totalMicro();
            }
            assertThat(rating.classes()).containsExactlyElementsOf(counts.keySet());
            for (int number = 1; number <= counts.size(); number++) {
                assertThat(rating.count(number))
                        .isEqualTo(counts.get(rating.classes().get(number - 1)));
            }
            assertThat(rating.totalMicro()).isEqualTo(totalMicro);
        }
    }

    private static Rating rate(PriceBook book, Channel channel, int segments, List<String> to) {
        Rated rated = RATER.rate(book, channel, segments, to);
        assertThat(rated).isInstanceOf(Rating.class);
        return (Rating) rated;
    }

    private static List<Integer> classNumbers(Rating rating) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < rating.size(); i++) {
            numbers.add(rating.classNumber(i));
        }
        return numbers;
    }

    private static Refusal[] refusals(Rating rating) {
        Refusal[] refusals = new Refusal[rating.size()];
        for (int i = 0; i < refusals.length; i++) {
            refusals[i] = rating.refusal(i);
        }
        return refusals;
    }
}
