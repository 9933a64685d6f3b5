package io.farebox.loadtest.site;

import io.farebox.local.ApiServer;
import io.farebox.local.CassandraServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code farebox audit} says of an installation, from its first block on, run as a process of its own.
 *
 * @param isClean whether journal, Redis and projections agree
 * @param text all that it printed
 */
public record Audit(boolean isClean, String text) {

    static Audit of(ApiServer.Settings settings) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder command = new ProcessBuilder(List.of(
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                settings.jar().toString(),
                "audit",
                "--from-start"));
        Map<String, String> environment = command.environment();
        environment.put("FAREBOX_REDIS_URI", settings.redisUri());
        environment.put("FAREBOX_CASSANDRA_CONTACT_POINTS", settings.contactPoint());
        environment.put("FAREBOX_CASSANDRA_LOCAL_DATACENTER", CassandraServer.LOCAL_DATACENTER);
        Process process = command.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Audit(process.waitFor() == 0, text);
    }
}
