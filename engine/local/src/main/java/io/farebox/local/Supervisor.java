package io.farebox.local;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The parent of an installation's processes: what it launched it stops, the API first, and none is left behind.
 *
 * <p>Stopping runs in a shutdown hook, so Ctrl-C, SIGTERM and a failure all take the same way. The first failure is told
 * in one sentence and ends the JVM with exit code 1.
 */
final class Supervisor {
    private static final int EXIT_FAILED = 1;

    private final PrintStream out;
    private final PrintStream err;
    private final List<LocalServer> servers = new ArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean stopping;

    Supervisor(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "farebox-stop"));
    }

    /** Launches a server that is from now on watched, and stopped at the end. Not while stopping. */
    synchronized <S extends LocalServer> S launch(Supplier<S> launch) {
        if (stopping) {
            throw new LocalException("Farebox is stopping.");
        }
        S server = launch.get();
        servers.add(server);
        Thread watch = new Thread(() -> ended(server, server.onExit().join()), "watch-" + server.name());
        watch.setDaemon(true);
        watch.start();
        return server;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Tells the first failure, unless Farebox is stopping anyway, and ends the JVM. */
    void fail(String sentence) {
        if (!stopping && failed.compareAndSet(false, true)) {
            err.println("farebox: " + sentence);
            System.exit(EXIT_FAILED);
        }
    }

    private void ended(LocalServer server, int code) {
        fail(server.name() + " ended unexpectedly with exit code " + code + "; see " + server.log() + ".");
    }

    private synchronized void stop() {
        stopping = true;
        long sinceNanos = System.nanoTime();
        List<LocalServer> apis =
                servers.stream().filter(ApiServer.class::isInstance).toList();
        List<LocalServer> stores = servers.stream()
                .filter(server -> !(server instanceof ApiServer))
                .toList();
        if (servers.isEmpty()) {
            return;
        }
        out.println();
        stop(apis, "the API (it drains first)");
        stop(stores, "Redis and Cassandra");
        out.println("Stopped after " + Banner.seconds(System.nanoTime() - sinceNanos) + ".");
    }

    private void stop(List<LocalServer> together, String what) {
        if (together.stream().anyMatch(LocalServer::isRunning)) {
            out.println("Stopping " + what + " ...");
            CompletableFuture.allOf(together.stream().map(this::stopping).toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    /** Whatever keeps one from stopping, the others are stopped too. */
    private CompletableFuture<Boolean> stopping(LocalServer server) {
        return CompletableFuture.runAsync(server::stop, run -> new Thread(run, "stop-" + server.name()).start())
                .handle((stopped, failure) -> {
                    if (failure != null) {
                        err.println("farebox: " + server.name() + " could not be stopped: " + failure + ".");
                    }
                    return failure == null;
                });
    }
}
