package io.farebox.loadtest.chaos;

import io.farebox.loadtest.load.Crowd;
import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.simulation.Carrier.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carriers that report what becomes of messages, in batches, and repeat a batch until it is taken. */
final class Reporters implements Crowd.Source {
    private static final int REPORTS_MAX = 60;
    private static final int PAUSE_MS = 50;
    private static final String UNKNOWN = "unknown-message";

    /** What is settled is kept so long for repeated reports (record.lua), and unknown afterwards. */
    private static final Duration SETTLED_KEPT = Duration.ofMinutes(1);

    private final List<Party> parties;
    private final Target target;
    private final String connection;
    private final Recorder recorder;
    private final Pulse pulse;
    private int turn;
    private long notBeforeNanos = System.nanoTime();

    Reporters(List<Party> parties, Target target, String connection, Recorder recorder, Pulse pulse) {
        this.parties = List.copyOf(parties);
        this.target = target;
        this.connection = connection;
        this.recorder = recorder;
        this.pulse = pulse;
    }

    /** Nothing more will be sent: what was kept back is due. */
    void sendingIsOver() {
        parties.forEach(party -> party.carrier().sendingIsOver());
    }

    /** Whether every report has been taken. */
    boolean isDone() {
        return parties.stream().allMatch(party -> party.carrier().isDone());
    }

    @Override
    public @Nullable Delivery next() {
        if (System.nanoTime() - notBeforeNanos < 0) {
            return null;
        }
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(Math.floorMod(turn++, parties.size()));
            Batch batch = party.carrier().next(REPORTS_MAX);
            if (batch != null) {
                return new Delivery(party, batch);
            }
        }
        return null;
    }

    /** One batch on its way. */
    final class Delivery implements Crowd.Question {
        private final Party party;
        private final Batch batch;

        private Delivery(Party party, Batch batch) {
            this.party = party;
            this.batch = batch;
        }

        @Override
        public byte[] request() {
            return target.post("/v1/dlr/" + connection, party.carrierKey(), "", batch.body());
        }

        @Override
        public void answered(int status, byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            boolean taken = status / 100 == 2;
            if (text.contains(UNKNOWN) && !batch.repeatsAfter(SETTLED_KEPT)) {
                int found = text.indexOf(UNKNOWN);
                recorder.fault("a report on a message that a client was told of was answered "
                        + text.substring(text.lastIndexOf('{', found), found + UNKNOWN.length()));
            } else if (status / 100 == 4 && status != 408 && status != 429 || status == 500) {
                recorder.fault("reports were answered " + status + " " + text);
            }
            ended(taken, status, taken && !text.contains(UNKNOWN) ? "" : text);
        }

        @Override
        public void failed() {
            ended(false, Recorder.NONE, "");
        }

        private void ended(boolean taken, int status, String detail) {
            recorder.answer("report", Integer.toString(batch.size()), 1, status, detail);
            party.carrier().answered(batch, taken);
            if (taken) {
                pulse.reported(batch.size());
            } else {
                pulse.failed();
                notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
            }
        }
    }
}
