package io.farebox.loadtest.chaos;

import io.farebox.loadtest.chaos.Pulse.Beat;
import io.farebox.loadtest.chaos.Timetable.Planned;
import io.farebox.loadtest.check.ConservationCheck;
import io.farebox.loadtest.check.Messages;
import io.farebox.loadtest.check.Moments;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.check.Verdict;
import io.farebox.loadtest.load.Crowd;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Audit;
import io.farebox.loadtest.site.Farebox;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run: traffic with faults, the healing, the asking again of what is not known, the draining, and the checks.
 *
 * <p>The seed decides which faults strike when and who sends what; what a fault meets in that moment is the machine's.
 */
public final class Trial {
    private static final int SENDERS = 48;
    private static final int CARRIERS = 8;

    /** Shorter than the engine waits for Redis (FAREBOX_REDIS_TIMEOUT_MS), so that repetitions meet their first attempt. */
    private static final int PATIENCE_MS = 3_000;

    /** For each step after the healing. */
    private static final Duration DRAIN_MAX = Duration.ofMinutes(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** It ends the run. */
    private static final Planned WIPE = new Planned(Fault.WIPE_REDIS, false, 0, 0, 0, 0);

    private final Order order;
    private final Consumer<String> progress;
    private final Verdict verdict = new Verdict();

    /**
     * What is to be run.
     *
     * @param trafficSeconds how long sends are started at the least: until each fault has struck
     * @param perSecond sends that start each second, while there are free clients
     * @param cluster whether there are several of each process, and not one
     * @param outageSeconds how long each fault lasts, which then strikes once; 0 where each has a length of its own
     */
    public record Order(
            long seed, int trafficSeconds, List<Fault> faults, int perSecond, boolean cluster, int outageSeconds) {
        public Order {
            faults = List.copyOf(faults);
        }

        /** The faults that are drawn from while there is traffic. */
        List<Fault> drawn() {
            return faults.stream().filter(fault -> fault != Fault.WIPE_REDIS).toList();
        }
    }

    private Trial(Order order, Consumer<String> progress) {
        this.order = order;
        this.progress = progress;
    }

    /**
     * Runs it on an installation of its own, which is gone afterwards unless something is wrong.
     *
     * @param progress hears of each step
     */
    public static Outcome run(Order order, Consumer<String> progress) throws IOException, InterruptedException {
        return new Trial(order, progress).run();
    }

    private Outcome run() throws IOException, InterruptedException {
        progress.accept("seed " + order.seed() + ": starting an installation of its own");
        try (Ground ground = Ground.open(order.cluster(), order.faults().contains(Fault.JUMP_CLOCK))) {
            try {
                Outcome outcome = run(ground);
                if (!verdict.isSound()) {
                    ground.keep();
                }
                return outcome;
            } catch (IOException | RuntimeException e) {
                ground.keep();
                throw new IOException(
                        "seed " + order.seed() + " broke off: " + e.getMessage() + " What is left is in "
                                + ground.directory() + ".",
                        e);
            }
        }
    }

    private Outcome run(Ground ground) throws IOException, InterruptedException {
        Cast cast = new Cast(ground.operator(), order.seed());
        List<Party> parties = cast.open((long) order.perSecond() * order.trafficSeconds());
        String connection = cast.connection();
        Clock clock = new Clock();
        Pulse pulse = new Pulse(clock);
        Target target = ground.target();
        try (Recorder recorder = new Recorder(ground.directory().resolve("told.jsonl"), clock);
                Conductor conductor = new Conductor(ground, clock, progress)) {
            Senders senders = new Senders(parties, target, recorder, pulse, order.seed(), order.perSecond());
            Reporters reporters = new Reporters(parties, target, connection, recorder, pulse);
            try (Crowd sending = new Crowd(target, SENDERS, PATIENCE_MS, senders);
                    Crowd reporting = new Crowd(target, CARRIERS, PATIENCE_MS, reporters)) {
                sending.start();
                reporting.start();
                play(ground, clock, conductor);
                drain(conductor, senders, reporters);
            }
            List<Beat> beats = pulse.beats();
            verdict.add(recorder.verdict());
            check(ground, parties);
            if (order.faults().contains(Fault.WIPE_REDIS) && verdict.isSound()) {
                conductor.play(WIPE);
                new Aftermath(ground, verdict).check(parties);
            }
            return new Outcome(
                    order,
                    conductor.timeline(),
                    beats,
                    recorder.count("send", 201),
                    senders.started(),
                    ground.directory(),
                    verdict);
        }
    }

    private void play(Ground ground, Clock clock, Conductor conductor) throws IOException, InterruptedException {
        long untilMs = TimeUnit.SECONDS.toMillis(order.trafficSeconds());
        if (order.outageSeconds() == 0) {
            conductor.play(order.seed(), order.drawn(), untilMs);
            return;
        }
        try (Backlog backlog = new Backlog(ground, clock)) {
            for (Fault fault : order.drawn()) {
                conductor.outage(fault, TimeUnit.SECONDS.toMillis(order.outageSeconds()));
            }
            Thread.sleep(Math.max(0, untilMs - clock.nowMs()));
            for (Conductor.Happened one : conductor.timeline()) {
                progress.accept(one.fault().text() + ": " + backlog.told(one.struckMs(), one.healedMs()));
            }
        }
    }

    private void drain(Conductor conductor, Senders senders, Reporters reporters) throws InterruptedException {
        senders.finish();
        progress.accept("no new sends; waiting until all is healed, answered and reported");
        conductor.awaitHealed();
        await("every send with a key is answered", senders::isDone);
        senders.askAgain();
        await("every send that is asked for again is answered", senders::isDone);
        reporters.sendingIsOver();
        await("every report is taken", reporters::isDone);
    }

    private void await(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + DRAIN_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                verdict.fault("not so within " + DRAIN_MAX.toSeconds() + " s after everything was healed: " + what);
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void check(Ground ground, List<Party> parties) throws IOException, InterruptedException {
        progress.accept("checking");
        new JournalCheck(ground).check(DRAIN_MAX, verdict);
        Map<String, Party> ofReference = new HashMap<>();
        List<Told> told = parties.stream().map(Party::told).toList();
        for (int i = 0; i < parties.size(); i++) {
            for (Sent send : told.get(i).sends()) {
                ofReference.put(send.reference(), parties.get(i));
            }
        }
        Told.Expectation expectation = (send, index) ->
                ofReference.getOrDefault(send.reference(), parties.get(0)).status(send, index);
        Farebox operator = ground.operator();
        // The archive is complete by now: whatever is wrong stays wrong.
        verdict.add(new ConservationCheck(operator::as, Duration.ZERO).check(told, expectation));
        for (int i = 0; i < parties.size(); i++) {
            Farebox reader = operator.as(parties.get(i).customer().key());
            Moments.check(reader, parties.get(i).limits(), verdict);
            Messages.check(reader, told.get(i), expectation, verdict);
        }
        Audit audit = ground.audit();
        if (!audit.isClean()) {
            verdict.fault("the audit is not clean:\n" + audit.text());
        }
    }
}
