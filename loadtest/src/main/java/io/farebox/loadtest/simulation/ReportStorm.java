package io.farebox.loadtest.simulation;

import java.util.List;

/**
 * Objective: sends to thousands go out, and then their carriers report all messages at once, over many connections, with
 * repetitions and contradictions: every report is taken, and each message is settled once.
 */
public final class ReportStorm extends Traffic {
    /** Sets the simulation up, as Gatling wants it done. */
    public ReportStorm() {
        reportAfterwards();
        play(List.of(large()), noneFails());
    }
}
