package io.farebox.api.carrier;

import io.farebox.api.http.Call;
import io.farebox.api.http.MediaTypes;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.charge.Ids;
import io.farebox.directory.Connection;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a carrier's: the connection that it names and all that providers read.
 *
 * @param secret the connection's that it is verified by, empty for none
 * @param callbackUrl the address that the carrier was told, without a query
 * @param nowMs when it came (UTC epoch)
 */
record Delivery(Connection connection, String secret, Call call, String callbackUrl, long nowMs) {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String BASIC = "Basic ";
    private static final String TOKEN = "token";
    private static final String MESSAGE = "m";
    /** How far a signature's time may be from ours. */
    private static final long SKEW_MAX_MS = 300_000;

    /** A parameter of the query or of a form, whichever comes first. */
    @Nullable
    String parameter(String name) {
        List<String> values = parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** The first of these parameters that is there and not empty; else empty. */
    String parameterOrEmpty(String... names) {
        Map<String, List<String>> all = parameters();
        for (String name : names) {
            List<String> values = all.get(name);
            if (values != null && !values.get(0).isEmpty()) {
                return values.get(0);
            }
        }
        return "";
    }

    /** The parameters of the query, then those of a form. */
    Map<String, List<String>> parameters() {
        Map<String, List<String>> form = form();
        if (form.isEmpty()) {
            return call.query();
        }
        Map<String, List<String>> all = new LinkedHashMap<>(call.query());
        form.forEach(all::putIfAbsent);
        return all;
    }

    /** The fields of a form, none where the body is no form. */
    Map<String, List<String>> form() {
        if (!isOf(FORM)) {
            return Map.of();
        }
        try {
            return new QueryStringDecoder(new String(call.body(), StandardCharsets.UTF_8), false).parameters();
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("body", "an escape in the form is incomplete");
        }
    }

    /** Whether the body says that it is JSON, or says nothing that is known and looks like it. */
    boolean isJson() {
        return isOf(JSON) || !isOf(FORM) && looksLikeJson();
    }

    private boolean looksLikeJson() {
        byte[] body = call.body();
        int at = 0;
        while (at < body.length && body[at] <= ' ' && body[at] >= 0) {
            at++;
        }
        return at < body.length && (body[at] == '{' || body[at] == '[');
    }

    private boolean isOf(String essence) {
        String type = call.header("Content-Type");
        return type != null && MediaTypes.essence(type).equals(essence);
    }

    /** Its flat fields, in whichever of query, form and JSON they come. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        parameters().forEach((name, values) -> fields.put(name, values.get(0)));
        if (isJson()) {
            fields.putAll(Foreign.of(this).texts());
        }
        return fields;
    }

    /** The address as the carrier called it, which is what it signs: behind a proxy not the one that came here. */
    String url() {
        int query = call.uri().indexOf('?');
        return query < 0 ? callbackUrl : callbackUrl + call.uri().substring(query);
    }

    /** The path and query of that address. */
    String path() {
        return URI.create(callbackUrl).getRawPath() + url().substring(callbackUrl.length());
    }

    /** A header, empty where it is not there. */
    String header(String name) {
        String value = call.header(name);
        return value == null ? "" : value;
    }

    /** Whether there is a secret to verify anything by. */
    boolean hasSecret() {
        return !secret.isEmpty();
    }

    /** Refuses a delivery whose signature is not the expected one; without a secret there is nothing to expect. */
    void verify(boolean holds) {
        if (hasSecret() && !holds) {
            throw Problem.of(ProblemType.UNAUTHORIZED, "The signature does not fit the connection's secret.");
        }
    }

    /** Whether a time that was signed is near enough to ours. */
    boolean isRecent(String unixSeconds) {
        return unixSeconds.matches("[0-9]{1,12}")
                && Math.abs(Long.parseLong(unixSeconds) * 1000 - nowMs) <= SKEW_MAX_MS;
    }

    /**
     * The message that a report is about: one of our ids where a field of the provider's has it, else the one in the
     * callback's query, else the carrier's own id, which may be linked to a message.
     *
     * @param fields what may have our id, and last the carrier's
     */
    String message(String... fields) {
        for (String field : fields) {
            if (Ids.isMessage(field)) {
                return field;
            }
        }
        List<String> named = call.query().get(MESSAGE);
        return named == null || named.get(0).isEmpty() ? lastOf(fields) : named.get(0);
    }

    private static String lastOf(String... fields) {
        String last = "";
        for (String field : fields) {
            last = field.isEmpty() ? last : field;
        }
        return last;
    }

    /**
     * Verifies the token in the query of a provider that signs nothing, or the login that came in its place (RFC 7617,
     * USER:PASSWORD), where the connection has a secret.
     */
    void verifyToken() {
        String token = call.query(TOKEN);
        if (hasSecret() && !Hmac.same(secret, token == null ? login() : token)) {
            throw Problem.of(ProblemType.UNAUTHORIZED, "The token does not fit the connection.");
        }
    }

    private String login() {
        String authorization = header("Authorization");
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return "";
        }
        try {
            byte[] login = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            return new String(login, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
