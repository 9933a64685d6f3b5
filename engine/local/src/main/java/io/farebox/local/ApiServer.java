package io.farebox.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Farebox API as a child process, started from its jar as production starts it. */
public final class ApiServer extends LocalServer {
    private static final Duration START_MAX = Duration.ofMinutes(2);

    /** Longer than the API's own drain, so that a drain is never cut short. */
    private static final Duration STOP_MAX = Duration.ofSeconds(45);

    private static final Duration READY_MAX = Duration.ofSeconds(2);
    private static final int STATUS_OK = 200;

    /**
     * How the API is to be run.
     *
     * @param jar api/target/farebox-api.jar, with its lib directory beside it
     * @param redisUri as in redis://127.0.0.1:6379
     * @param contactPoint as in 127.0.0.1:9042
     * @param httpPort 0 for a free one
     * @param managementPort 0 for a free one
     * @param environment further variables; they win over those made of the other components
     * @param jvmOptions as in -Xmx512m
     * @param java the program that runs it
     */
    public record Settings(
            Path jar,
            String redisUri,
            String contactPoint,
            String operatorKey,
            int httpPort,
            int managementPort,
            Map<String, String> environment,
            List<String> jvmOptions,
            Path java) {
        public Settings {
            environment = Map.copyOf(environment);
            jvmOptions = List.copyOf(jvmOptions);
        }

        /** One that the Java of this process runs. */
        public Settings(
                Path jar,
                String redisUri,
                String contactPoint,
                String operatorKey,
                int httpPort,
                int managementPort,
                Map<String, String> environment,
                List<String> jvmOptions) {
            this(
                    jar,
                    redisUri,
                    contactPoint,
                    operatorKey,
                    httpPort,
                    managementPort,
                    environment,
                    jvmOptions,
                    Path.of(System.getProperty("java.home"), "bin", "java"));
        }

        /** The API of the given jar on free ports, over the given stores. */
        public static Settings of(Path jar, RedisServer redis, CassandraServer cassandra, String operatorKey) {
            return new Settings(jar, redis.uri(), cassandra.contactPoint(), operatorKey, 0, 0, Map.of(), List.of());
        }

        public Settings withPorts(int httpPort, int managementPort) {
            return new Settings(
                    jar, redisUri, contactPoint, operatorKey, httpPort, managementPort, environment, jvmOptions, java);
        }

        public Settings withEnvironment(Map<String, String> environment) {
            return new Settings(
                    jar, redisUri, contactPoint, operatorKey, httpPort, managementPort, environment, jvmOptions, java);
        }

        public Settings withJvmOptions(List<String> jvmOptions) {
            return new Settings(
                    jar, redisUri, contactPoint, operatorKey, httpPort, managementPort, environment, jvmOptions, java);
        }

        public Settings withJava(Path java) {
            return new Settings(
                    jar, redisUri, contactPoint, operatorKey, httpPort, managementPort, environment, jvmOptions, java);
        }
    }

    private final Settings settings;
    private final int httpPort;
    private final int managementPort;
    private final HttpClient client = HttpClient.newHttpClient();

    private ApiServer(Path directory, Settings settings) {
        super("API", directory, START_MAX, STOP_MAX);
        this.settings = settings;
        this.httpPort = Ports.choose(settings.httpPort(), "the API");
        this.managementPort = Ports.choose(settings.managementPort(), "the API's management");
    }

    /** Starts the API, with its log in the directory, and waits until it says that it is ready. */
    public static ApiServer start(Path directory, Settings settings) {
        ApiServer server = launch(directory, settings);
        server.awaitReady();
        return server;
    }

    static ApiServer launch(Path directory, Settings settings) {
        if (!Files.isRegularFile(settings.jar())) {
            throw new LocalException("The API's jar is not there: " + settings.jar() + "; build the api module.");
        }
        ApiServer server = new ApiServer(directory, settings);
        server.launch();
        return server;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(settings.java().toString());
        command.add("-Dfarebox.directory=" + directory());
        // Who has run out of memory has lost threads or tasks and cannot know which: what is started anew knows all.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(settings.jvmOptions());
        command.addAll(List.of("-jar", settings.jar().toAbsolutePath().toString(), "serve"));
        return command;
    }

    @Override
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("FAREBOX_REDIS_URI", settings.redisUri());
        environment.put("FAREBOX_CASSANDRA_CONTACT_POINTS", settings.contactPoint());
        environment.put("FAREBOX_CASSANDRA_LOCAL_DATACENTER", CassandraServer.LOCAL_DATACENTER);
        environment.put("FAREBOX_OPERATOR_KEY", settings.operatorKey());
        environment.put("FAREBOX_HTTP_PORT", Integer.toString(httpPort));
        environment.put("FAREBOX_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.putAll(settings.environment());
        return environment;
    }

    @Override
    boolean answers() {
        HttpRequest request = HttpRequest.newBuilder(managementUri().resolve("/health/ready"))
                .timeout(READY_MAX)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == STATUS_OK;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while waiting for the API.", e);
        }
    }
}
