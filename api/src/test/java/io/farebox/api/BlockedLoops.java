package io.farebox.api;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;

/**
 * Fails a test class during which an event loop of the API was blocked: slept, waited for a lock or another thread, or for a
 * socket or a file. JUnit finds it by itself.
 *
 * <p>It looks at what is called and not at how long that takes, so that a wait of a millisecond is noticed on a machine
 * whose own pauses are longer.
 */
public final class BlockedLoops implements BeforeAllCallback, AfterAllCallback {
    private static final String LOOP = "vert.x-eventloop-thread";
    private static final String NEEDED = "-XX:+AllowRedefinitionToAddDeleteMethods";
    private static final int TOLD_MAX = 5;
    private static final Queue<Throwable> BLOCKED = new ConcurrentLinkedQueue<>();
    private static boolean installed;

    @Override
    public void beforeAll(ExtensionContext context) {
        install();
    }

    private static synchronized void install() {
        // A test that is started by hand, without the build's options, looks at nothing.
        if (installed
                || !ManagementFactory.getRuntimeMXBean().getInputArguments().contains(NEEDED)) {
            return;
        }
        installed = true;
        // The system's random numbers come from a file that never has anybody wait. Vert.x empties a queue under a lock
        // when it ends: where the machine takes the processor from whoever has it, others park.
        BlockHound.install(builder -> builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
                .allowBlockingCallsInside("io.vertx.core.internal.WorkerPool", "close")
                .nonBlockingThreadPredicate(others -> thread -> thread.getName().startsWith(LOOP))
                .blockingMethodCallback(method -> BLOCKED.add(new Blocked(method.toString()))));
    }

    /** Whether this JVM was started so that it can be looked at. */
    static boolean isLooking() {
        return installed;
    }

    /** Where an event loop was blocked since this was last asked. */
    static List<Throwable> taken() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable next = BLOCKED.poll(); next != null; next = BLOCKED.poll()) {
            taken.add(next);
        }
        return taken;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<Throwable> blocked = taken();
        if (!blocked.isEmpty()) {
            AssertionError error = new AssertionError("an event loop was blocked, " + blocked.size() + " times");
            blocked.stream().limit(TOLD_MAX).forEach(error::addSuppressed);
            throw error;
        }
    }

    /** Where an event loop was blocked. */
    private static final class Blocked extends RuntimeException {
        private static final long serialVersionUID = 1;

        Blocked(String method) {
            super(Thread.currentThread().getName() + ": " + method);
        }
    }
}
