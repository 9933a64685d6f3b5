package io.farebox.rating;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The world's numbering plans, compiled from libphonenumber: which country a number leads to.
 *
 * <p>A number is good when it is <em>possible</em>: its calling code is known and numbers of that code can have so many
 * digits. It need not be <em>valid</em>, that is, of a range known to be assigned: plans grow faster than installations
 * are updated, refusing a new range would refuse paying customers, and test numbers (+1 202 555 0100) are not assigned
 * at all. The digits are taken as they are: a national prefix that was left in ("+44 07…") makes the number too long
 * and is not mended.
 *
 * <p>Where countries share a calling code (+1, +7, +44 …), the country is the one that
 * {@code PhoneNumberUtil.getRegionCodeForNumber} names, or the main one of the calling code when that names none.
 * Numbers of no country (+800, +882 …) lead to "001".
 *
 * <p>Compiling takes a few hundred milliseconds: make one and share it. It is immutable.
 */
public final class Destinations {
    /** By the first three digits. Calling codes are prefix-free and have at most three. */
    private final @Nullable CallingCode[] codes;

    private Destinations(@Nullable CallingCode[] codes) {
        this.codes = codes;
    }

    /** Compiles the plans of the libphonenumber on the class path. */
    public static Destinations load() {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        Map<String, Country> countries = new HashMap<>();
        @Nullable CallingCode[] codes = new CallingCode[1000];
        for (int code : plans.getSupportedCallingCodes()) {
            List<Country> sharing = plans.getRegionCodesForCountryCode(code).stream()
                    .map(region -> countries.computeIfAbsent(region, Country::new))
                    .toList();
            CallingCode compiled = CallingCode.of(code, sharing, plans);
            int span = code < 10 ? 100 : code < 100 ? 10 : 1;
            for (int i = 0; i < span; i++) {
                codes[code * span + i] = compiled;
            }
        }
        return new Destinations(codes);
    }

    /**
     * Where a number leads.
     *
     * @param digits what {@link E164#pack} made of it
     * @return a {@link Country}, the same object for every number of that country, or an {@link InvalidNumber}
     */
    public Destination resolve(long digits) {
        if (digits < 0) {
            return InvalidNumber.NOT_E164;
        }
        int length = E164.length(digits);
        CallingCode code = codes[E164.leadingThree(digits, length)];
        return code == null ? InvalidNumber.UNKNOWN_CALLING_CODE : code.destination(digits, length);
    }
}
