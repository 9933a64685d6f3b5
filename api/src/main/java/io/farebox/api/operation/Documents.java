package io.farebox.api.operation;

import io.farebox.api.http.Answer;
import io.farebox.api.http.Call;
import io.farebox.api.http.Problem;
import io.farebox.api.http.ProblemType;
import io.farebox.api.http.Route;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import reactor.core.publisher.Mono;

/** The calls that serve the OpenAPI document and a page to browse it, all of it from here: the page loads nothing else. */
public final class Documents {
    private static final String YAML = "application/yaml";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'";

    private final Map<String, Answered> files = new HashMap<>();
    private final Buffer openApi;

    private record Answered(String type, Buffer body) {}

    /** Reads all files into memory. */
    public Documents() {
        openApi = resource("/io/farebox/api/openapi.yaml");
        files.put("", new Answered(HTML, resource("/io/farebox/api/docs/index.html")));
        files.put("page.js", new Answered(SCRIPT, resource("/io/farebox/api/docs/page.js")));
        String webjar = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
        files.put("swagger-ui.css", new Answered(STYLE, resource(webjar + "swagger-ui.css")));
        files.put("swagger-ui-bundle.js", new Answered(SCRIPT, resource(webjar + "swagger-ui-bundle.js")));
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/openapi.yaml", Route.Body.NONE, call -> Mono.just(Answer.of(200, YAML, openApi))),
                Route.open("GET", "/docs", Route.Body.NONE, call -> file("")),
                Route.open("GET", "/docs/{file}", Route.Body.NONE, this::file));
    }

    private Mono<Answer> file(Call call) {
        return file(call.segment(0));
    }

    private Mono<Answer> file(String name) {
        Answered file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.NOT_FOUND);
        }
        return Mono.just(Answer.of(200, file.type, file.body)
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff"));
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static Buffer resource(String name) {
        try (InputStream in = open(name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Documents.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the class path has no " + name);
        }
        return in;
    }
}
