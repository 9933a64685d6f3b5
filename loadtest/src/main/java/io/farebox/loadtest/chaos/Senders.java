package io.farebox.loadtest.chaos;

import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.load.Crowd;
import io.farebox.loadtest.load.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients who send at a rate, and repeat with the same key what was not answered, until it is.
 *
 * <p>A send that was refused after an attempt whose outcome is not known may have been carried out all the same; it is
 * asked for again when all else has ended.
 */
final class Senders implements Crowd.Source, Send.Client {
    /** One send in so many has no key, and is never repeated. */
    private static final int UNKEYED_EVERY = 10;

    private static final int RETRY_PAUSE_MS_MIN = 50;
    private static final int RETRY_PAUSE_MS_MAX = 1_000;

    /** Sends that are asked for again at the end although they were answered. */
    private static final int REPEATED = 200;

    private record Retry(Send send, long dueNanos) {}

    private final List<Party> parties;
    private final Target target;
    private final Recorder recorder;
    private final Pulse pulse;
    private final Random random;
    private final int perSecond;
    private final long startNanos = System.nanoTime();
    private final PriorityQueue<Retry> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::dueNanos));
    private final Deque<Send> doubtful = new ArrayDeque<>();
    private final List<Send> answered = new ArrayList<>();
    private boolean sending = true;
    private boolean lastRound;
    private long started;
    private long missed;
    private int inFlight;

    Senders(List<Party> parties, Target target, Recorder recorder, Pulse pulse, long seed, int perSecond) {
        this.parties = List.copyOf(parties);
        this.target = target;
        this.recorder = recorder;
        this.pulse = pulse;
        this.random = new Random(seed);
        this.perSecond = perSecond;
    }

    /** No new sends from now on; what is not answered is still repeated. */
    synchronized void finish() {
        sending = false;
    }

    /** Whether every send with a key has been answered. */
    synchronized boolean isDone() {
        return inFlight == 0 && retries.isEmpty();
    }

    /** Asks for what is doubtful again, and for some that were answered, which must be answered the same. */
    synchronized void askAgain() {
        lastRound = true;
        while (!doubtful.isEmpty()) {
            retries.add(new Retry(doubtful.remove(), System.nanoTime()));
        }
        for (int i = 0; i < REPEATED && !answered.isEmpty(); i++) {
            retries.add(new Retry(answered.get(random.nextInt(answered.size())), System.nanoTime()));
        }
        answered.clear();
    }

    synchronized long started() {
        return started;
    }

    /** Sends that would have started while every client was waiting for an answer. */
    synchronized long missed() {
        return missed;
    }

    @Override
    public synchronized @Nullable Send next() {
        long nowNanos = System.nanoTime();
        Retry retry = retries.peek();
        if (retry != null && retry.dueNanos - nowNanos <= 0) {
            retries.remove();
            inFlight++;
            return retry.send;
        }
        if (!sending) {
            return null;
        }
        long due = TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos) * perSecond / 1_000;
        // Clients that wait do not send later all that they would have sent: at most a second's worth.
        missed = Math.max(missed, due - started - perSecond);
        if (started + missed >= due) {
            return null;
        }
        inFlight++;
        return draw();
    }

    private Send draw() {
        long number = started++;
        Party party = parties.get((int) (number % parties.size()));
        boolean keyed = random.nextInt(UNKEYED_EVERY) > 0;
        return new Send(party, "chaos-" + number, keyed, recipients(), target, this, recorder);
    }

    private int recipients() {
        int kind = random.nextInt(100);
        if (kind < 88) {
            return 1;
        }
        return kind < 98 ? 2 + random.nextInt(19) : 100 + random.nextInt(300);
    }

    @Override
    public synchronized void sent(Send send, Sent sent) {
        inFlight--;
        if (recorder.sent(sent)) {
            pulse.sent(System.nanoTime() - send.sinceNanos());
            send.party.diary().sent(sent);
            send.party.carrier().sent(sent);
            if (send.keyed) {
                answered.add(send);
            }
        }
    }

    @Override
    public synchronized void refused(Send send) {
        inFlight--;
        if (!send.party.isLimited()) {
            recorder.fault("the send " + send.reference + " was refused, and its account lacks nothing");
        }
        if (send.isUncertain() && !lastRound) {
            doubtful.add(send);
        }
    }

    @Override
    public synchronized void unknown(Send send) {
        inFlight--;
        pulse.failed();
        if (send.keyed) {
            long pauseMs = Math.min(RETRY_PAUSE_MS_MAX, (long) RETRY_PAUSE_MS_MIN << Math.min(send.attempts(), 10));
            retries.add(new Retry(send, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs)));
        } else {
            send.party.diary().unanswered(send.reference);
        }
    }
}
