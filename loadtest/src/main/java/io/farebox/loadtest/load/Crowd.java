package io.farebox.loadtest.load;

import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients who ask for as long as there is something to ask: each has a lane of its own with one request in flight, and
 * gives an answer up that takes too long.
 *
 * <p>All of it, and all that it calls, runs on one thread.
 */
public final class Crowd implements AutoCloseable {
    private static final int TICK_MS = 5;

    private final Transport transport = new Transport();
    private final Target target;
    private final int lanes;
    private final Source source;
    private final long patienceNanos;
    private final Set<Lane> idle = new LinkedHashSet<>();
    private final Map<Lane, Asked> asked = new HashMap<>();

    /** What there is to ask. */
    public interface Source {
        /** What a free client asks now; null if it is to wait. */
        @Nullable
        Question next();
    }

    /** One request, and who hears of what becomes of it. */
    public interface Question {
        byte[] request();

        void answered(int status, byte[] body);

        /** The connection broke or the client gave up: whether the request was carried out is not known. */
        void failed();
    }

    private record Asked(Question question, long sinceNanos) {}

    /**
     * Clients of one server.
     *
     * @param lanes how many they are
     * @param patienceMs how long each waits for an answer
     */
    public Crowd(Target target, int lanes, int patienceMs, Source source) {
        this.target = target;
        this.lanes = lanes;
        this.source = source;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    }

    /** Has them ask from now on; to be called once. */
    public void start() {
        Lane.Owner owner = new Owner();
        transport.loop().execute(() -> {
            for (int i = 0; i < lanes; i++) {
                new Lane(transport.bootstrap(target), owner).connect();
            }
        });
        var unused = transport.loop().scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** Ends all connections, whatever is in flight. */
    @Override
    public void close() {
        transport.close();
    }

    private void tick() {
        long beforeNanos = System.nanoTime() - patienceNanos;
        asked.keySet().stream()
                .filter(lane -> isOlder(asked.get(lane), beforeNanos))
                .toList()
                .forEach(Lane::giveUp);
        Iterator<Lane> waiting = idle.iterator();
        while (waiting.hasNext()) {
            Lane lane = waiting.next();
            // One that has lost its connection says so when it is ready again.
            if (!lane.isOpen() || ask(lane)) {
                waiting.remove();
            }
        }
    }

    private static boolean isOlder(@Nullable Asked one, long nanos) {
        return one != null && one.sinceNanos - nanos < 0;
    }

    private boolean ask(Lane lane) {
        Question question = source.next();
        if (question == null) {
            return false;
        }
        asked.put(lane, new Asked(question, System.nanoTime()));
        lane.send(Unpooled.wrappedBuffer(question.request()), 0);
        return true;
    }

    private final class Owner implements Lane.Owner {
        @Override
        public void ready(Lane lane) {
            if (!ask(lane)) {
                idle.add(lane);
            }
        }

        @Override
        public void answered(Lane lane, ResponseReader response) {
            Asked one = asked.remove(lane);
            if (one != null) {
                one.question.answered(response.status(), response.body());
            }
        }

        @Override
        public void failed(Lane lane, Throwable cause) {
            Asked one = asked.remove(lane);
            if (one != null) {
                one.question.failed();
            }
        }
    }
}
