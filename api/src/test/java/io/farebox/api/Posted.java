package io.farebox.api;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a carrier sends in one call.
 *
 * @param query as it stands in the address, without its question mark
 * @param body empty where the call is a GET
 */
record Posted(String query, String type, String body, Map<String, String> headers) {
    static Posted get(String query) {
        return new Posted(query, "", "", Map.of());
    }

    static Posted post(String type, String body) {
        return new Posted("", type, body, Map.of());
    }

    Posted with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Posted(query, type, body, more);
    }

    /** With one more parameter in the query. */
    Posted and(String parameter) {
        return new Posted(query.isEmpty() ? parameter : query + "&" + parameter, type, body, headers);
    }

    Posted as(String otherType) {
        return new Posted(query, otherType, body, headers);
    }

    /** With one text in place of another, wherever it stands, and the signature left as it was. */
    Posted altered(String from, String to) {
        return new Posted(query.replace(from, to), type, body.replace(from, to), headers);
    }

    String url(String callbackUrl) {
        return query.isEmpty() ? callbackUrl : callbackUrl + "?" + query;
    }

    HttpRequest request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(address.toString())));
        headers.forEach(request::header);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return body.isEmpty()
                ? request.GET().build()
                : request.POST(BodyPublishers.ofString(body)).build();
    }
}
