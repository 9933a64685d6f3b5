package io.farebox.api.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tree of all routes, by the segments of their paths. */
public final class Router {
    private static final int SEGMENTS_MAX = 16;

    /**
     * What a request's line leads to.
     *
     * @param segments values of the template's variables, in their order, decoded
     */
    record Match(Route route, List<String> segments) {}

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node variable;

        final Map<String, Match> routes = new TreeMap<>();
    }

    private final Node root = new Node();
    /** Nodes of templates without a variable, by the whole path: found without splitting. */
    private final Map<String, Node> whole = new HashMap<>();

    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        routes.forEach(this::add);
    }

    /** All routes, in the order in which they were given. */
    public List<Route> routes() {
        return routes;
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : split(route.template())) {
            if (segment.startsWith("{")) {
                node.variable = node.variable == null ? new Node() : node.variable;
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        if (node.routes.put(route.method(), new Match(route, List.of())) != null) {
            throw new IllegalArgumentException("two routes for " + route.method() + " " + route.template());
        }
        if (!route.template().contains("{")) {
            whole.put(route.template(), node);
        }
    }

    /**
     * Finds the route of a request.
     *
     * @throws Problem where there is no such path or the path does not know the method
     */
    Match match(String method, @Nullable String path) {
        Node node = path == null ? null : whole.get(path);
        if (node != null) {
            Match match = node.routes.get(method);
            return match == null ? notAllowed(node) : match;
        }
        List<String> segments = new ArrayList<>(4);
        node = path == null ? null : walk(path, segments);
        if (node == null || node.routes.isEmpty()) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such path.");
        }
        Match match = node.routes.get(method);
        return match == null ? notAllowed(node) : new Match(match.route(), List.copyOf(segments));
    }

    private @Nullable Node walk(String path, List<String> values) {
        List<String> segments = split(path);
        if (segments.size() > SEGMENTS_MAX) {
            return null;
        }
        Node node = root;
        for (String segment : segments) {
            Node next = node.literals.get(segment);
            if (next == null && node.variable != null && !segment.isEmpty()) {
                values.add(decode(segment));
                next = node.variable;
            }
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private static Match notAllowed(Node node) {
        throw Problem.of(ProblemType.METHOD_NOT_ALLOWED).with("Allow", String.join(", ", node.routes.keySet()));
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.substring(1).split("/", SEGMENTS_MAX + 2));
    }

    private static String decode(String segment) {
        try {
            // A plus sign in a path is itself, not a blank.
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("path", "an escape in the path is incomplete");
        }
    }
}
