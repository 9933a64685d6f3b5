package io.farebox.api.send;

import io.farebox.api.json.JsonInput;
import io.farebox.api.json.Malformed;
import io.farebox.rating.Channel;
import io.farebox.rating.Segments;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of POST /v1/sends. */
final class SendRequest {
    /** The most segments of a text. */
    static final int SEGMENTS_MAX = 39;
    /** The most characters of a recipient; a number has 16, the rest is left to be refused by itself. */
    static final int RECIPIENT_MAX_CHARS = 64;

    static final int LABEL_MAX_CHARS = 64;
    static final int REFERENCE_MAX_CHARS = 128;
    private static final int NAME_MAX_CHARS = 64;
    private static final Map<String, Channel> CHANNELS = Map.of("sms", Channel.SMS, "mms", Channel.MMS);

    @Nullable
    String account;

    @Nullable
    String list;

    @Nullable
    String connection;

    @Nullable
    Instant scheduleAt;

    Channel channel = Channel.SMS;
    String label = "";
    String reference = "";
    boolean partial;
    int segments = 1;
    List<String> to = List.of();
    private @Nullable String text;

    private SendRequest() {}

    /** Reads a body. */
    static SendRequest read(JsonInput in, int recipientsMax) throws IOException {
        SendRequest request = new SendRequest();
        in.object(name -> request.field(in, name, recipientsMax));
        request.complete(in);
        return request;
    }

    private boolean field(JsonInput in, String name, int recipientsMax) throws IOException {
        switch (name) {
            case "account" -> account = in.line(1, NAME_MAX_CHARS);
            case "list" -> list = in.line(1, NAME_MAX_CHARS);
            case "connection" -> connection = in.line(1, NAME_MAX_CHARS);
            case "channel" -> {
                Channel named = in.oneOf(CHANNELS);
                channel = named == null ? channel : named;
            }
            case "text" -> readText(in);
            case "to" -> readTo(in, recipientsMax);
            case "label" -> label = orEmpty(in.line(0, LABEL_MAX_CHARS));
            case "reference" -> reference = orEmpty(in.line(0, REFERENCE_MAX_CHARS));
            case "partial" -> partial = in.bool(false);
            case "scheduleAt" -> scheduleAt = in.instant();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readText(JsonInput in) throws IOException {
        String value = in.text(0, JsonInput.TEXT_MAX_CHARS);
        if (value == null) {
            return;
        }
        text = value;
        segments = Segments.of(value).count();
        if (segments > SEGMENTS_MAX) {
            in.fault("needs " + segments + " segments; at most " + SEGMENTS_MAX + " are allowed");
        }
    }

    private void readTo(JsonInput in, int recipientsMax) throws IOException {
        List<String> recipients = new ArrayList<>(1);
        in.array(recipientsMax, () -> {
            String recipient = in.text(1, RECIPIENT_MAX_CHARS);
            // A fault was noted; the place is kept so that what follows has its index.
            recipients.add(recipient == null ? "" : recipient);
        });
        to = recipients;
    }

    private void complete(JsonInput in) {
        if (to.isEmpty()) {
            in.require("/to", null);
        }
        if (text == null && channel == Channel.SMS) {
            in.require("/text", null);
        } else if (channel == Channel.SMS && text != null && text.isEmpty()) {
            in.fault("/text", "must not be empty");
        } else if (channel == Channel.MMS) {
            segments = 1;
        }
    }

    /** The account that sends: the one named, or else the key's. */
    String accountOr(String keyAccount) {
        String named = account == null ? keyAccount : account;
        if (named.isEmpty()) {
            throw new Malformed("/account", "is required with a key that acts for no account");
        }
        return named;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
