package io.farebox.api.carrier;

import io.farebox.api.http.Call;
import io.farebox.api.http.MediaTypes;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.directory.Connection;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of a carrier's: the connection that it names and all that providers read. */
record Delivery(Connection connection, Call call) {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TOKEN = "token";

    /** A parameter of the query or of a form, whichever comes first. */
    @Nullable
    String parameter(String name) {
        List<String> values = parameters().get(name);
        return values == null ? null : values.get(0);
    }

    /** The parameters of the query, then those of a form. */
    Map<String, List<String>> parameters() {
        Map<String, List<String>> query = call.query();
        String type = call.header("Content-Type");
        if (type == null || !MediaTypes.essence(type).equals(FORM)) {
            return query;
        }
        Map<String, List<String>> all = new LinkedHashMap<>(query);
        try {
            new QueryStringDecoder(new String(call.body(), StandardCharsets.UTF_8), false)
                    .parameters()
                    .forEach(all::putIfAbsent);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("body", "an escape in the form is incomplete");
        }
        return all;
    }

    /** Verifies the token in the query of a provider that signs nothing, where the connection has a secret. */
    void verifyToken() {
        String secret = connection.secret();
        if (secret.isEmpty()) {
            return;
        }
        String token = call.query(TOKEN);
        if (token == null || !MessageDigest.isEqual(utf8(token), utf8(secret))) {
            throw Problem.of(ProblemType.UNAUTHORIZED, "The token does not fit the connection.");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
