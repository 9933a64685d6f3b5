package io.farebox.api.carrier;

import io.farebox.api.json.JsonInput;
import io.farebox.charge.Terms;
import io.farebox.directory.Connection;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of POST /v1/connections and PATCH /v1/connections/{connection}. */
final class ConnectionRequest {
    private static final int TEXT_MAX_CHARS = 256;
    private static final int URL_MAX_CHARS = 1024;
    private static final Duration DEADLINE_MIN = Duration.ofMinutes(1);
    private static final Duration DEADLINE_MAX = Duration.ofDays(30);
    private static final Map<String, Connection.ChargeAt> CHARGE_AT = Map.of(
            "submitted", Connection.ChargeAt.SUBMITTED,
            "accepted", Connection.ChargeAt.ACCEPTED,
            "delivered", Connection.ChargeAt.DELIVERED);
    private static final Map<String, Terms.OnDeadline> ON_DEADLINE =
            Map.of("confirm", Terms.OnDeadline.CONFIRM, "release", Terms.OnDeadline.RELEASE);
    private static final Map<String, Terms.LateDelivery> LATE_DELIVERY =
            Map.of("charge", Terms.LateDelivery.CHARGE, "ignore", Terms.LateDelivery.IGNORE);

    @Nullable
    String name;

    @Nullable
    String provider;

    @Nullable
    String secret;

    @Nullable
    String publicUrl;

    @Nullable
    String account;

    Connection.Policy policy;

    private ConnectionRequest(Connection.Policy policy) {
        this.policy = policy;
    }

    /** Reads what a new connection shall be. */
    static ConnectionRequest readNew(JsonInput in) throws IOException {
        ConnectionRequest request = new ConnectionRequest(Connection.Policy.DEFAULT);
        in.object(name -> request.changeable(in, name) || request.given(in, name));
        in.require("/name", request.name);
        in.require("/provider", request.provider);
        return request;
    }

    /** Reads what shall change of a connection. */
    static ConnectionRequest readChange(JsonInput in, Connection connection) throws IOException {
        ConnectionRequest request = new ConnectionRequest(connection.policy());
        in.object(name -> request.changeable(in, name));
        return request;
    }

    private boolean given(JsonInput in, String field) throws IOException {
        switch (field) {
            case "name" -> {
                name = in.line(1, 64);
                if (name != null && !Connections.NAME.matcher(name).matches()) {
                    in.fault("must be letters, digits and . _ - of ASCII, the first a letter or digit, not of the form"
                            + " of an id");
                }
            }
            case "provider" -> provider = in.oneOf(Providers.names());
            case "account" -> account = in.line(1, 64);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean changeable(JsonInput in, String field) throws IOException {
        switch (field) {
            case "secret" -> secret = in.line(0, TEXT_MAX_CHARS);
            case "publicUrl" -> readUrl(in);
            case "policy" -> in.object(name -> policyField(in, name));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readUrl(JsonInput in) throws IOException {
        publicUrl = in.line(0, URL_MAX_CHARS);
        if (publicUrl == null || publicUrl.isEmpty()) {
            return;
        }
        try {
            URI url = URI.create(publicUrl);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // It is reported below, as any text that is no such URL.
        }
        in.fault("must be an http or https URL");
    }

    private boolean policyField(JsonInput in, String field) throws IOException {
        Connection.ChargeAt chargeAt = policy.chargeAt();
        Duration deadline = policy.deadline();
        Terms.OnDeadline onDeadline = policy.onDeadline();
        Terms.LateDelivery lateDelivery = policy.lateDelivery();
        switch (field) {
            case "chargeAt" -> chargeAt = or(in.oneOf(CHARGE_AT), chargeAt);
            case "deadline" -> deadline = or(duration(in), deadline);
            case "onDeadline" -> onDeadline = or(in.oneOf(ON_DEADLINE), onDeadline);
            case "lateDelivery" -> lateDelivery = or(in.oneOf(LATE_DELIVERY), lateDelivery);
            default -> {
                return false;
            }
        }
        policy = new Connection.Policy(chargeAt, deadline, onDeadline, lateDelivery);
        return true;
    }

    private static @Nullable Duration duration(JsonInput in) throws IOException {
        String text = in.line(1, TEXT_MAX_CHARS);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(DEADLINE_MIN) >= 0 && duration.compareTo(DEADLINE_MAX) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // It is reported below, as any text that is no such duration.
        }
        in.fault("must be an ISO 8601 duration from PT1M to P30D, such as PT72H");
        return null;
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
