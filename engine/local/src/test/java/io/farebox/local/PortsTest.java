package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void freePortsDifferAndLieBelowTheEphemeralRange() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(Ports.free());
        }
        assertThat(ports).hasSize(50).allMatch(port -> port >= Ports.FREE_FIRST && port <= Ports.FREE_LAST);
    }

    @Test
    void aPortListenedOnAtLoopbackIsTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertThat(Ports.isFree(port)).isFalse();
            assertThatThrownBy(() -> Ports.requireFree(port, "the API"))
                    .isInstanceOf(LocalException.class)
                    .hasMessage("Port " + port + ", needed by the API, is taken by another process.");
        }
    }

    @Test
    void aPortListenedOnAtAllAddressesIsTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(Ports.free())) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }

    @Test
    void aClosedPortIsFreeAgain() throws IOException {
        int port = Ports.free();
        try (ServerSocket socket = new ServerSocket(port)) {
            assertThat(socket.isBound()).isTrue();
        }
        assertThatCode(() -> Ports.requireFree(port, "the API")).doesNotThrowAnyException();
    }
}
