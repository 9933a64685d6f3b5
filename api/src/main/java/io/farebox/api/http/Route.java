package io.farebox.api.http;

/**
 * A call that the server knows.
 *
 * @param method in capitals
 * @param template the path, with {@code {name}} for a segment that varies
 * @param body what the call takes
 * @param secured whether an API key is needed; where it is not, the handler checks what it must
 */
public record Route(String method, String template, Body body, boolean secured, Handler handler) {
    /** What a call takes as its body. */
    public enum Body {
        /** None: what comes is not looked at. */
        NONE,
        /** A JSON object. */
        JSON,
        /** Whatever comes; the handler looks at its type. */
        ANY
    }

    public static Route get(String template, Handler handler) {
        return new Route("GET", template, Body.NONE, true, handler);
    }

    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, Body.NONE, true, handler);
    }

    public static Route post(String template, Handler handler) {
        return new Route("POST", template, Body.JSON, true, handler);
    }

    /** A POST whose path says all. */
    public static Route act(String template, Handler handler) {
        return new Route("POST", template, Body.NONE, true, handler);
    }

    public static Route put(String template, Handler handler) {
        return new Route("PUT", template, Body.JSON, true, handler);
    }

    public static Route patch(String template, Handler handler) {
        return new Route("PATCH", template, Body.JSON, true, handler);
    }

    /** A call that anybody may make. */
    public static Route open(String method, String template, Body body, Handler handler) {
        return new Route(method, template, body, false, handler);
    }
}
