package io.farebox.rating;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.RegionMetadataSource;
import io.farebox.rating.DigitNfa.Found;
import io.farebox.rating.DigitNfa.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A country calling code: the lengths its numbers can have, and the countries that share it. */
final class CallingCode {
    private static final int ALL_LENGTHS = -1;

    private final int codeLength;
    /** A bit for each possible number of digits, the calling code's included. */
    private final int lengths;

    private final Country main;
    private final @Nullable RegionAutomaton regions;

    private CallingCode(int codeLength, int lengths, Country main, @Nullable RegionAutomaton regions) {
        this.codeLength = codeLength;
        this.lengths = lengths;
        this.main = main;
        this.regions = regions;
    }

    /** What libphonenumber knows of a calling code; {@code countries} are its regions, the main one first. */
    static CallingCode of(int code, List<Country> countries, PhoneNumberUtil plans) {
        int codeLength = Integer.toString(code).length();
        return new CallingCode(
                codeLength,
                lengths(code, codeLength, plans),
                countries.get(0),
                countries.size() == 1 ? null : automaton(countries, E164.DIGITS_MAX - codeLength));
    }

    Destination destination(long digits, int length) {
        if ((lengths >>> length & 1) == 0) {
            return InvalidNumber.IMPOSSIBLE_LENGTH;
        }
        if (regions == null) {
            return main;
        }
        long fraction = E164.fraction(digits, length);
        for (int i = 0; i < codeLength; i++) {
            fraction = E164.rest(fraction);
        }
        return regions.country(fraction, length - codeLength);
    }

    /** libphonenumber judges the length alone, so one number of each length tells. Local-only lengths do not count. */
    private static int lengths(int code, int codeLength, PhoneNumberUtil plans) {
        int lengths = 0;
        long national = 1;
        for (int length = codeLength + 1; length <= E164.DIGITS_MAX; length++) {
            PhoneNumber number = new PhoneNumber().setCountryCode(code).setNationalNumber(national);
            if (plans.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE) {
                lengths |= 1 << length;
            }
            national *= 10;
        }
        return lengths;
    }

    /**
     * Compiles what PhoneNumberUtil.getRegionCodeForNumber asks of each region: the leading digits where the region has
     * some, or else the general pattern and that of any type.
     *
     * <p>The patterns come from libphonenumber's metadata classes, which are public but not its advertised interface; a
     * release that changes them or their meaning fails the build or DestinationsTest, which compares the answers.
     */
    private static RegionAutomaton automaton(List<Country> countries, int lengthMax) {
        RegionMetadataSource source =
                DefaultMetadataDependenciesProvider.getInstance().getPhoneNumberMetadataSource();
        DigitNfa nfa = new DigitNfa();
        int start = -1;
        for (int region = 0; region < countries.size(); region++) {
            PhoneMetadata metadata =
                    source.getMetadataForRegion(countries.get(region).code());
            if (metadata.hasLeadingDigits()) {
                int end = nfa.endAnywhere(new Found(region, Kind.LEADING, ALL_LENGTHS));
                start = either(start, DigitPattern.before(metadata.getLeadingDigits(), end, nfa), nfa);
                continue;
            }
            start = either(start, pattern(metadata.getGeneralDesc(), region, Kind.GENERAL, nfa), nfa);
            for (PhoneNumberDesc type : types(metadata)) {
                start = either(start, pattern(type, region, Kind.TYPE, nfa), nfa);
            }
        }
        return RegionAutomaton.of(countries, nfa, start, lengthMax);
    }

    private static int pattern(PhoneNumberDesc desc, int region, Kind kind, DigitNfa nfa) {
        if (desc.getNationalNumberPattern().isEmpty()) {
            return -1;
        }
        int lengths = desc.getPossibleLengthList().stream()
                .filter(length -> length >= 0)
                .mapToInt(length -> 1 << length)
                .reduce(0, (all, bit) -> all | bit);
        boolean anyLength = desc.getPossibleLengthCount() == 0;
        int end = nfa.end(new Found(region, kind, anyLength ? ALL_LENGTHS : lengths));
        return DigitPattern.before(desc.getNationalNumberPattern(), end, nfa);
    }

    private static int either(int one, int other, DigitNfa nfa) {
        return one < 0 ? other : other < 0 ? one : nfa.fork(one, other);
    }

    private static List<PhoneNumberDesc> types(PhoneMetadata metadata) {
        return List.of(
                metadata.getFixedLine(),
                metadata.getMobile(),
                metadata.getTollFree(),
                metadata.getPremiumRate(),
                metadata.getSharedCost(),
                metadata.getPersonalNumber(),
                metadata.getVoip(),
                metadata.getPager(),
                metadata.getUan(),
                metadata.getVoicemail());
    }
}
