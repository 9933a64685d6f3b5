package io.farebox.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The TCP ports of this machine: which are free, and which are not. */
public final class Ports {
    /**
     * Free ports are taken below the range that operating systems use for outgoing connections: a store binds its port
     * seconds after it was chosen, and any client's connection could have been given it meanwhile.
     */
    static final int FREE_FIRST = 20_000;

    static final int FREE_LAST = 31_999;
    private static final int TRIES_MAX = 500;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port that is free now and that this JVM has not handed out before. */
    public static int free() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FREE_FIRST, FREE_LAST + 1);
            if (HANDED_OUT.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new LocalException("No free TCP port was found between " + FREE_FIRST + " and " + FREE_LAST + ".");
    }

    /** Whether a server could listen on the port, on loopback as well as on all addresses. */
    public static boolean isFree(int port) {
        return binds(port, null) && binds(port, InetAddress.getLoopbackAddress());
    }

    /**
     * Insists on a free port.
     *
     * @param purpose who needs it, as in "the API"
     * @throws LocalException naming the port and its purpose, if it is taken
     */
    public static void requireFree(int port, String purpose) {
        if (!isFree(port)) {
            throw new LocalException("Port " + port + ", needed by " + purpose + ", is taken by another process.");
        }
    }

    /** The given port, checked, or a free one for 0. */
    static int choose(int port, String purpose) {
        if (port == 0) {
            return free();
        }
        requireFree(port, purpose);
        return port;
    }

    private static boolean binds(int port, @Nullable InetAddress address) {
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
