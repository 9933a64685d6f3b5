package io.farebox.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final Destinations DESTINATIONS = Destinations.load();

    /** Territories whose example numbers are of a range that libphonenumber finds in the main country first. */
    private static final Map<String, String> SHARED_RANGES = Map.of(
            "AX", "FI", "BL", "GP", "CC", "AU", "CX", "AU", "EH", "MA", "IM", "GB", "MF", "GP", "SJ", "NO", "VA", "IT");

    @Test
    void theExampleMobileNumberOfEveryRegionLeadsThere() {
        Map<String, String> elsewhere = new TreeMap<>();
        for (String region : PLANS.getSupportedRegions()) {
            PhoneNumber example = PLANS.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            if (example != null && !resolve(e164(example)).equals(new Country(region))) {
                elsewhere.put(region, ((Country) resolve(e164(example))).code());
            }
        }
        assertThat(elsewhere).isEqualTo(SHARED_RANGES);
    }

    @Test
    void everyExampleNumberLeadsWhereLibphonenumberSays() {
        int examples = 0;
        for (PhoneNumber example : examples()) {
            if (Long.toString(E164.pack(e164(example))).length() >= E164.DIGITS_MIN) {
                assertThat(resolve(e164(example))).as(e164(example)).isEqualTo(expected(example));
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(1000);
    }

    @Test
    void theNumbersShorterThanTheShortestTakenAreNoSubscribers() {
        List<String> shorter = examples().stream()
                .map(DestinationsTest::e164)
                .filter(number -> E164.pack(number) == E164.INVALID)
                .distinct()
                .toList();
        // Iran's universal access number is the only one; no such number receives messages.
        assertThat(shorter).containsExactly("+989601");
    }

    @Test
    void randomNumbersOfSharedCallingCodesLeadWhereLibphonenumberSays() {
        Random random = new Random(1_800);
        List<Integer> shared = PLANS.getSupportedCallingCodes().stream()
                .filter(code -> PLANS.getRegionCodesForCountryCode(code).size() > 1)
                .sorted()
                .toList();
        assertThat(shared).containsExactly(1, 7, 39, 44, 47, 61, 212, 262, 290, 358, 590, 599);
        for (int code : shared) {
            for (int i = 0; i < 10_000; i++) {
                PhoneNumber number = number(code, randomDigits(random, 2 + random.nextInt(14)));
                assertAgrees(number);
            }
        }
    }

    /** Random digits seldom meet a rare range, so examples are varied behind a random place. */
    @Test
    void variedExampleNumbersLeadWhereLibphonenumberSays() {
        Random random = new Random(1_900);
        for (PhoneNumber example : examples()) {
            String national = PLANS.getNationalSignificantNumber(example);
            for (int i = 0; i < 20; i++) {
                int kept = random.nextInt(national.length());
                int length = Math.max(kept, national.length() + random.nextInt(3) - 1);
                String varied = national.substring(0, kept) + randomDigits(random, length - kept);
                assertAgrees(number(example.getCountryCode(), varied));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+15550100001, US",
        "+12025550100, US",
        "+14165550100, CA",
        "+12425550100, BS",
        "+18005550100, US",
        "+447400123456, GB",
        "+447700900123, GB",
        "+447781123456, GG",
        "+77011234567, KZ",
        "+79161234567, RU",
        "+390669812345, VA",
        "+390612345678, IT",
        "+6421123456, NZ",
        "+4915112345678, DE",
        "+6837012, NU",
        "+80012345678, 001",
        "+881612345678, 001",
        "+38344123456, XK"
    })
    void knownNumbers(String number, String country) {
        assertThat(resolve(number)).isEqualTo(new Country(country));
    }

    @ParameterizedTest
    @CsvSource({
        "12025550100, NOT_E164",
        "+120255501, IMPOSSIBLE_LENGTH",
        "+2101234567, UNKNOWN_CALLING_CODE",
        "+99912345678, UNKNOWN_CALLING_CODE",
        "+15550100, IMPOSSIBLE_LENGTH",
        "+120255501000, IMPOSSIBLE_LENGTH",
        "+4407911123456, IMPOSSIBLE_LENGTH",
        "+8001234567, IMPOSSIBLE_LENGTH"
    })
    void refusedNumbers(String number, InvalidNumber reason) {
        assertThat(resolve(number)).isEqualTo(reason);
    }

    @Test
    void aCountryIsOneObject() {
        assertThat(resolve("+12025550100")).isSameAs(resolve("+13105550199"));
    }

    private static void assertAgrees(@Nullable PhoneNumber number) {
        if (number != null) {
            String text = e164(number);
            assertThat(DESTINATIONS.resolve(E164.pack(text))).as(text).isEqualTo(expected(number));
        }
    }

    private static Destination expected(PhoneNumber number) {
        if (PLANS.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
            return InvalidNumber.IMPOSSIBLE_LENGTH;
        }
        String region = PLANS.getRegionCodeForNumber(number);
        return new Country(region == null ? PLANS.getRegionCodeForCountryCode(number.getCountryCode()) : region);
    }

    /** All example numbers of all regions and types, and of no region. */
    private static List<PhoneNumber> examples() {
        List<PhoneNumber> examples = new ArrayList<>();
        for (String region : PLANS.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber example = PLANS.getExampleNumberForType(region, type);
                if (example != null) {
                    examples.add(example);
                }
            }
        }
        for (int code : PLANS.getSupportedGlobalNetworkCallingCodes()) {
            examples.add(PLANS.getExampleNumberForNonGeoEntity(code));
        }
        return examples;
    }

    /** The number with exactly these national digits, or null when it would not be within E.164's length. */
    private static @Nullable PhoneNumber number(int code, String national) {
        int length = Integer.toString(code).length() + national.length();
        if (length < E164.DIGITS_MIN
                || length > E164.DIGITS_MAX
                || national.chars().allMatch(c -> c == '0')) {
            return null;
        }
        int zeros = 0;
        while (national.charAt(zeros) == '0') {
            zeros++;
        }
        return new PhoneNumber()
                .setCountryCode(code)
                .setNationalNumber(Long.parseLong(national))
                .setItalianLeadingZero(zeros > 0)
                .setNumberOfLeadingZeros(zeros);
    }

    private static String randomDigits(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static Destination resolve(String number) {
        return DESTINATIONS.resolve(E164.pack(number));
    }

    private static String e164(PhoneNumber number) {
        return PLANS.format(number, PhoneNumberFormat.E164);
    }
}
