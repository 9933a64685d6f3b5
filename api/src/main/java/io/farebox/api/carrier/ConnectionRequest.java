package io.farebox.api.carrier;

import io.farebox.api.json.Durations;
import io.farebox.api.json.JsonInput;
import io.farebox.charge.Event;
import io.farebox.directory.Connection;
import io.farebox.directory.Policy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bodies of POST /v1/connections and PATCH /v1/connections/{connection}. */
final class ConnectionRequest {
    private static final int TEXT_MAX_CHARS = 256;
    /** A public key of 4,096 bits fits. */
    private static final int SECRET_MAX_CHARS = 1024;

    private static final int URL_MAX_CHARS = 1024;
    private static final Duration OVERLAP_MAX = Duration.ofDays(30);
    private static final Map<String, Event> EVENTS = Map.of(
            "delivered", Event.DELIVERED,
            "failed", Event.FAILED,
            "never-left", Event.NEVER_LEFT,
            "accepted", Event.ACCEPTED,
            "underway", Event.UNDERWAY,
            "unknown", Event.UNKNOWN);

    @Nullable
    String name;

    @Nullable
    String provider;

    @Nullable
    String secret;

    /** How long the secret that this one replaces stays valid. */
    Duration secretOverlap = Duration.ofDays(1);

    @Nullable
    String publicUrl;

    @Nullable
    String account;

    Policy policy;

    private Map<String, String> fields;
    private Map<String, Event> statuses;

    private ConnectionRequest(Policy policy, Connection.Mapping mapping) {
        this.policy = policy;
        this.fields = mapping.fields();
        this.statuses = mapping.statuses();
    }

    /** Reads what a new connection shall be. */
    static ConnectionRequest readNew(JsonInput in) throws IOException {
        ConnectionRequest request = new ConnectionRequest(Policy.DEFAULT, Connection.Mapping.NONE);
        in.object(name -> request.changeable(in, name) || request.given(in, name));
        in.require("/name", request.name);
        in.require("/provider", request.provider);
        request.checkMapping(in, request.provider);
        return request;
    }

    /** Reads what shall change of a connection. */
    static ConnectionRequest readChange(JsonInput in, Connection connection) throws IOException {
        ConnectionRequest request = new ConnectionRequest(connection.policy(), connection.mapping());
        in.object(name -> request.changeable(in, name));
        request.checkMapping(in, connection.provider());
        return request;
    }

    Connection.Mapping mapping() {
        return new Connection.Mapping(fields, statuses);
    }

    private void checkMapping(JsonInput in, @Nullable String ofProvider) {
        Provider known = ofProvider == null ? null : Providers.of(ofProvider);
        if (known == null) {
            return;
        }
        Set<String> usual = known.configurableFields();
        if (usual.isEmpty() && !statuses.isEmpty()) {
            in.fault("/statuses", "the provider's statuses are its own");
        }
        for (String field : fields.keySet()) {
            if (!usual.contains(field)) {
                in.fault(
                        "/fields/" + field,
                        usual.isEmpty() ? "the provider's fields are its own" : "must be one of " + usual);
            }
        }
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
            case "secret" -> secret = in.line(0, SECRET_MAX_CHARS);
            case "secretOverlap" -> {
                Duration given = Durations.read(in, Duration.ZERO, OVERLAP_MAX);
                secretOverlap = given == null ? secretOverlap : given;
            }
            case "publicUrl" -> readUrl(in);
            case "policy" -> policy = PolicyRequest.read(in, policy);
            case "fields" -> fields = in.texts(TEXT_MAX_CHARS);
            case "statuses" -> readStatuses(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readStatuses(JsonInput in) throws IOException {
        Map<String, Event> all = new LinkedHashMap<>();
        in.object(word -> {
            Event event = in.oneOf(EVENTS);
            if (event != null) {
                all.put(word.toLowerCase(Locale.ROOT), event);
            }
            return true;
        });
        statuses = all;
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
}
