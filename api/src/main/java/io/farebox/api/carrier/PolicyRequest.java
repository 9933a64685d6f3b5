package io.farebox.api.carrier;

import io.farebox.api.json.Durations;
import io.farebox.api.json.JsonInput;
import io.farebox.charge.Clause;
import io.farebox.charge.Credits;
import io.farebox.directory.Policy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection's settlement policy as a body has it: what is not named stays as it was. */
final class PolicyRequest {
    /** Overrides of one connection: a country by each channel, and more would be a mistake. */
    private static final int OVERRIDES_MAX = 500;

    private static final Duration DEADLINE_MIN = Duration.ofMinutes(1);
    private static final Duration DEADLINE_MAX = Duration.ofDays(30);
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}|001");
    private static final Map<String, Policy.ChargeAt> CHARGE_AT = Map.of(
            "submitted", Policy.ChargeAt.SUBMITTED,
            "accepted", Policy.ChargeAt.ACCEPTED,
            "delivered", Policy.ChargeAt.DELIVERED);
    private static final Map<String, Clause.OnDeadline> ON_DEADLINE =
            Map.of("confirm", Clause.OnDeadline.CONFIRM, "release", Clause.OnDeadline.RELEASE);
    private static final Map<String, Clause.LateDelivery> LATE_DELIVERY =
            Map.of("charge", Clause.LateDelivery.CHARGE, "ignore", Clause.LateDelivery.IGNORE);
    private static final Map<String, String> CHANNELS = Map.of("sms", "sms", "mms", "mms");

    private String country = "";
    private String channel = "";
    private Policy.@Nullable ChargeAt chargeAt;
    private @Nullable Duration deadline;
    private Clause.@Nullable OnDeadline onDeadline;
    private Clause.@Nullable LateDelivery lateDelivery;
    private @Nullable Long failureFeeMicro;
    private @Nullable List<Policy.Overrides> overrides;

    private PolicyRequest() {}

    /** Reads a policy over another one. */
    static Policy read(JsonInput in, Policy before) throws IOException {
        PolicyRequest request = new PolicyRequest();
        in.object(name -> name.equals("overrides") ? request.readOverrides(in) : request.field(in, name));
        return new Policy(
                request.overrides().over(before.usual()),
                request.overrides == null ? before.overrides() : request.overrides);
    }

    private boolean readOverrides(JsonInput in) throws IOException {
        List<Policy.Overrides> all = new ArrayList<>();
        in.array(OVERRIDES_MAX, () -> {
            PolicyRequest one = new PolicyRequest();
            in.object(name -> one.field(in, name) || one.place(in, name));
            if (one.country.isEmpty() && one.channel.isEmpty()) {
                in.fault("must name a country, a channel or both");
            }
            all.add(one.overrides());
        });
        overrides = all;
        return true;
    }

    private boolean place(JsonInput in, String field) throws IOException {
        switch (field) {
            case "country" -> {
                country = orEmpty(in.line(2, 3));
                if (!COUNTRY.matcher(country).matches()) {
                    in.fault("must be an ISO 3166 code of two capital letters");
                }
            }
            case "channel" -> channel = orEmpty(in.oneOf(CHANNELS));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean field(JsonInput in, String field) throws IOException {
        switch (field) {
            case "chargeAt" -> chargeAt = in.oneOf(CHARGE_AT);
            case "deadline" -> deadline = Durations.read(in, DEADLINE_MIN, DEADLINE_MAX);
            case "onDeadline" -> onDeadline = in.oneOf(ON_DEADLINE);
            case "lateDelivery" -> lateDelivery = in.oneOf(LATE_DELIVERY);
            case "failureFee" -> failureFeeMicro = in.credits(0, Credits.MAX_MICRO);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Policy.Overrides overrides() {
        return new Policy.Overrides(country, channel, chargeAt, deadline, onDeadline, lateDelivery, failureFeeMicro);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
