package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farebox.local.CassandraServer.Durability;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraServerIT {
    @TempDir
    Path directory;

    @Test
    void dataSurviveAKillAndAStop() {
        try (CassandraServer cassandra = CassandraServer.start(directory, Durability.DURABLE)) {
            assertThat(cassandra.contactPoint()).isEqualTo("127.0.0.1:" + cassandra.port());
            cassandra.ask("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            cassandra.ask("CREATE TABLE k.t (id int PRIMARY KEY, word text)");
            cassandra.ask("INSERT INTO k.t (id, word) VALUES (1, 'acknowledged')");
            cassandra.kill();
            cassandra.restart();
            assertThat(cassandra.ask("SELECT word FROM k.t WHERE id = 1")).containsExactly("acknowledged");
        }
        try (CassandraServer cassandra = CassandraServer.start(directory, Durability.DURABLE)) {
            assertThat(cassandra.ask("SELECT word FROM k.t WHERE id = 1")).containsExactly("acknowledged");
        }
        assertThat(directory.resolve("cassandra.pid")).doesNotExist();
    }

    @Test
    void theSharedOneIsStartedOnce() {
        CassandraServer cassandra = SharedStores.cassandra();
        assertThat(SharedStores.cassandra()).isSameAs(cassandra);
        assertThat(SharedStores.redis().ask("PING")).isEqualTo("PONG");
        assertThat(cassandra.ask("SELECT data_center FROM system.local"))
                .containsExactly(CassandraServer.LOCAL_DATACENTER);
    }

    @Test
    void aTakenPortIsNamed() {
        int port = SharedStores.redis().port();
        assertThatThrownBy(() -> CassandraServer.start(directory, port, Durability.THROW_AWAY))
                .isInstanceOf(LocalException.class)
                .hasMessage("Port " + port + ", needed by Cassandra, is taken by another process.");
    }
}
