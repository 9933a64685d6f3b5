package io.farebox.loadtest.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Many requests of which each answer is wanted: they go out over some lanes, in their order, each lane one at a time.
 *
 * <p>It is how customers are prepared and how a crash is provoked; it measures nothing.
 */
public final class Calls implements AutoCloseable {
    private static final long CALLS_SECONDS_MAX = 300;
    private static final int REPETITIONS_MAX = 5;
    private static final int UNAVAILABLE = 503;

    private final Transport transport = new Transport();
    private final Target target;
    private final int lanes;

    public Calls(Target target, int lanes) {
        this.target = target;
        this.lanes = lanes;
    }

    /** Hears of each call, on the thread of the calls; the index is the request's. */
    public interface Listener {
        void answered(int index, int status, byte[] body);

        /** The connection broke: whether the request was carried out is not known. */
        void failed(int index, Throwable cause);
    }

    /** Makes all the calls and returns when each was answered or has failed. */
    public void make(List<byte[]> requests, Listener listener) throws IOException, InterruptedException {
        if (requests.isEmpty()) {
            return;
        }
        Round round = new Round(requests, listener);
        transport.loop().execute(() -> {
            for (int i = 0; i < Math.min(lanes, requests.size()); i++) {
                Lane lane = new Lane(transport.bootstrap(target), round);
                round.lanes.add(lane);
                lane.connect();
            }
        });
        try {
            round.done.get(CALLS_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("calls to " + target + " did not end", e);
        } finally {
            transport.loop().execute(() -> round.lanes.forEach(Lane::close));
        }
    }

    /** Makes all the calls; each must be answered with 2xx. */
    public List<byte[]> bodies(List<byte[]> requests) throws IOException, InterruptedException {
        return bodies(requests, 0);
    }

    /**
     * The same, and those that are answered 503 are made again, as that answer asks for, up to {@value #REPETITIONS_MAX} times
     * a second apart: what they do must be harmless to do twice.
     */
    public List<byte[]> repeatedBodies(List<byte[]> requests) throws IOException, InterruptedException {
        return bodies(requests, REPETITIONS_MAX);
    }

    private List<byte[]> bodies(List<byte[]> requests, int repetitionsMax) throws IOException, InterruptedException {
        byte[][] bodies = new byte[requests.size()][];
        List<Integer> open = IntStream.range(0, requests.size()).boxed().toList();
        Answers answers = once(requests, open, bodies);
        for (int i = 0; i < repetitionsMax && !answers.unavailable.isEmpty() && answers.faults.isEmpty(); i++) {
            TimeUnit.SECONDS.sleep(1);
            answers = once(requests, answers.unavailable, bodies);
        }
        answers.unavailable.forEach(answers::fault);
        if (!answers.faults.isEmpty()) {
            throw new IOException(answers.faults.size() + " of " + requests.size() + " calls failed, the first: "
                    + answers.faults.get(0));
        }
        return List.of(bodies);
    }

    private Answers once(List<byte[]> requests, List<Integer> open, byte[][] bodies)
            throws IOException, InterruptedException {
        Answers answers = new Answers(open, bodies);
        make(open.stream().map(requests::get).toList(), answers);
        return answers;
    }

    /** Sorts what comes back. */
    private static final class Answers implements Listener {
        private final List<Integer> open;
        private final byte[][] bodies;
        private final List<Integer> unavailable = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();

        Answers(List<Integer> open, byte[][] bodies) {
            this.open = open;
            this.bodies = bodies;
        }

        @Override
        public void answered(int index, int status, byte[] body) {
            int request = open.get(index);
            bodies[request] = body;
            if (status == UNAVAILABLE) {
                unavailable.add(request);
            } else if (status / 100 != 2) {
                faults.add(status + " " + new String(body, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void failed(int index, Throwable cause) {
            faults.add(cause.toString());
        }

        void fault(int request) {
            faults.add(UNAVAILABLE + " " + new String(bodies[request], StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    /** The calls of one list. */
    private static final class Round implements Lane.Owner {
        private final List<byte[]> requests;
        private final Listener listener;
        private final List<Lane> lanes = new ArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int next;
        private int ended;

        Round(List<byte[]> requests, Listener listener) {
            this.requests = requests;
            this.listener = listener;
        }

        @Override
        public void ready(Lane lane) {
            if (next < requests.size()) {
                int index = next++;
                lane.send(io.netty.buffer.Unpooled.wrappedBuffer(requests.get(index)), index);
            }
        }

        @Override
        public void answered(Lane lane, ResponseReader response) {
            listener.answered((int) lane.tag(), response.status(), response.body());
            ended();
        }

        @Override
        public void failed(Lane lane, Throwable cause) {
            listener.failed((int) lane.tag(), cause);
            ended();
        }

        private void ended() {
            if (++ended == requests.size()) {
                done.complete(null);
            }
        }
    }
}
