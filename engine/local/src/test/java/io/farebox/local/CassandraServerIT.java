package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.local.CassandraServer.Durability;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraServerIT {
    @TempDir
    Path directory;

    @Test
    void dataSurviveAKillAndAStop() throws IOException {
        try (CassandraServer cassandra = CassandraServer.start(directory, Durability.DURABLE)) {
            assertThat(cassandra.contactPoint()).isEqualTo("127.0.0.1:" + cassandra.port());
            Cql.run(
                    cassandra.port(),
                    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            Cql.run(cassandra.port(), "CREATE TABLE k.t (id int PRIMARY KEY, word text)");
            Cql.run(cassandra.port(), "INSERT INTO k.t (id, word) VALUES (1, 'acknowledged')");
            cassandra.kill();
            cassandra.restart();
            assertThat(Cql.run(cassandra.port(), "SELECT word FROM k.t WHERE id = 1"))
                    .contains("acknowledged");
        }
        try (CassandraServer cassandra = CassandraServer.start(directory, Durability.DURABLE)) {
            assertThat(Cql.run(cassandra.port(), "SELECT word FROM k.t WHERE id = 1"))
                    .contains("acknowledged");
        }
        assertThat(directory.resolve("cassandra.pid")).doesNotExist();
    }

    @Test
    void theSharedOneIsStartedOnce() throws IOException {
        CassandraServer cassandra = SharedStores.cassandra();
        assertThat(SharedStores.cassandra()).isSameAs(cassandra);
        assertThat(SharedStores.redis().ask("PING")).isEqualTo("PONG");
        assertThat(Cql.run(cassandra.port(), "SELECT data_center FROM system.local"))
                .contains(CassandraServer.LOCAL_DATACENTER);
    }

    @Test
    void aTakenPortIsNamed() {
        int port = SharedStores.redis().port();
        assertThatThrownBy(() -> CassandraServer.start(directory, port, Durability.THROW_AWAY))
                .isInstanceOf(LocalException.class)
                .hasMessage("Port " + port + ", needed by Cassandra, is taken by another process.");
    }
}
