package io.farebox.loadtest.bench;

import io.farebox.loadtest.load.Plan;
import io.farebox.loadtest.load.Result;
import io.farebox.local.RedisServer.Fsync;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One round over all rows; what several rows compare with is measured once in it. */
final class Round {
    /** A part of the highest load at which latency is judged. */
    private static final double HALF = 0.5;

    private static final String HALF_LOAD = "single sends at half the highest load";
    private static final String ECHO = "JSON echo";

    private final Field field;
    private final Drain drain;
    private final Map<String, Result> measured = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Round(Field field, Drain drain) {
        this.field = field;
        this.drain = drain;
    }

    Field field() {
        return field;
    }

    /** Lets the stores catch up, so that no row pays for the one before it. */
    void drain() throws IOException, InterruptedException {
        try {
            drain.await();
        } catch (NotMeasured tooLong) {
            notes.add(String.valueOf(tooLong.getMessage()));
        }
    }

    /** What was seen besides the rows. */
    Set<String> notes() {
        return notes;
    }

    /** Single sends on one account. */
    Result singles(Fsync fsync) throws IOException, InterruptedException {
        String name = "single sends, appendfsync " + fsync.name().toLowerCase(Locale.ROOT);
        Result known = measured.get(name);
        return known != null ? known : keep(name, sends(field.plan(field.api(), field.flatSingles()), fsync));
    }

    /** The same requests to the echo server. */
    Result echo() throws IOException, InterruptedException {
        Result known = measured.get(ECHO);
        return known != null ? known : keep(ECHO, field.run(field.plan(field.echo(), field.flatSingles())));
    }

    /** Single sends at half the highest load, at a fixed rate. */
    Result halfLoad() throws IOException, InterruptedException {
        Result known = measured.get(HALF_LOAD);
        if (known != null) {
            return known;
        }
        Result half = keep(HALF_LOAD, sends(halfLoadPlan(), Fsync.ALWAYS));
        notes.add(String.format(
                Locale.ROOT,
                "%.1f %% of the requests at half load started more than a millisecond late, since the generator waited for a"
                        + " processor; that wait is a part of their latency.",
                100.0 * half.lateStarts() / half.answers()));
        return half;
    }

    Plan halfLoadPlan() throws IOException, InterruptedException {
        double perSecond = singles(Fsync.ALWAYS).perSecond() * HALF;
        return field.plan(field.api(), field.flatSingles())
                .atRate(perSecond)
                .after(field.settings().warmUps().openSeconds());
    }

    /** Runs single sends of the flat account, and enters them in the books. */
    Result sends(Plan plan, Fsync fsync) throws IOException, InterruptedException {
        field.site().setFsync(fsync);
        try {
            return field.runSends(plan, field.flat(), 1);
        } finally {
            field.site().setFsync(Fsync.ALWAYS);
            drain();
        }
    }

    /** What was measured under that name in this round, null if nothing yet. */
    @Nullable
    Result known(String name) {
        return measured.get(name);
    }

    /** All that was kept, by name. */
    Map<String, Result> measured() {
        return measured;
    }

    Result keep(String name, Result result) {
        measured.put(name, result);
        return result;
    }
}
