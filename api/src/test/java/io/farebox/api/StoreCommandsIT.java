package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.api.RunningApi.Tenant;
import io.farebox.charge.Ids;
import io.farebox.local.RedisServer;
import io.farebox.local.SharedStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import reactor.core.publisher.Mono;

/** The commands on the stores, beside an API that goes on serving. */
class StoreCommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SEND = "{\"text\": \"Hello\", \"to\": [\"+4915112345678\", \"+12025550123\"]}";

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static Composition composition;
    private static RunningApi api;
    private static Path config;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisServer.start(directory.resolve("redis"), RedisServer.Fsync.EVERYSEC);
        composition = RunningApi.started(
                Map.of("FAREBOX_REDIS_URI", redis.uri(), "FAREBOX_CASSANDRA_KEYSPACE", "farebox_commands"));
        api = RunningApi.of(composition);
        config = Files.writeString(
                directory.resolve("stores.properties"),
                "FAREBOX_REDIS_URI=" + redis.uri() + "\nFAREBOX_CASSANDRA_CONTACT_POINTS="
                        + SharedStores.cassandra().contactPoint() + "\nFAREBOX_CASSANDRA_KEYSPACE=farebox_commands\n");
    }

    @AfterAll
    static void stop() {
        composition.stop();
        redis.close();
    }

    @Test
    void whatRedisLostComesBackAndTheRunningApiServesIt() {
        Tenant tenant = api.tenant("100");
        assertThat(tenant.send(SEND).status()).isEqualTo(201);
        JsonNode before = tenant.balance();
        String partition = Integer.toString(Ids.partitionOf(tenant.account()));
        until(() -> redis.ask("XLEN", "fb:{" + Ids.base32(Ids.partitionOf(tenant.account()), 2) + "}:journal")
                .equals("0"));
        assertThat(command(new AuditCommand())).isEqualTo(StoreCommand.CLEAN);

        redis.ask("FLUSHALL");

        assertThat(tenant.send(SEND).status()).isEqualTo(503);
        assertThat(command(new AuditCommand(), "--partition", partition, "--json"))
                .isEqualTo(StoreCommand.DIFFERENT);
        assertThat(command(new RebuildCommand(), "--settled", "0")).isEqualTo(StoreCommand.CLEAN);
        until(() -> tenant.call("GET", "/v1/accounts/" + tenant.account() + "/balance", null)
                        .status()
                == 200);
        assertThat(tenant.balance()).isEqualTo(before);
        until(() -> tenant.send(SEND).status() == 201);
        assertThat(command(new AuditCommand(), "--from-start")).isEqualTo(StoreCommand.CLEAN);
    }

    @Test
    void whatCannotRunSaysSo() {
        assertThat(command(new AuditCommand(), "--partition", "16")).isEqualTo(StoreCommand.COULD_NOT_RUN);
        assertThat(command(new RebuildCommand(), "--nonsense")).isEqualTo(StoreCommand.COULD_NOT_RUN);
    }

    private static int command(StoreCommand command, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--config";
        all[1] = config.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new CommandLine(command).execute(all);
    }

    private static void until(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(holds -> holds)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(50)))
                .block(PATIENCE);
    }
}
