package io.farebox.api.http;

import org.jspecify.annotations.Nullable;

/** What is told of the requests of one event loop. */
public interface Meter {
    /** What an event loop is at; it may be asked from another thread, and says what is about right then. */
    interface Load {
        int connections();

        int requests();

        long bodyBytes();
    }

    /** A bound of an event loop at which calls are refused. */
    enum Bound {
        /** Requests that are worked on. */
        IN_FLIGHT,
        /** Bodies that are being read. */
        BODIES
    }

    /** Takes note of an event loop that begins to serve. */
    void serves(Load load);

    /**
     * Notes an answer.
     *
     * @param route null where the request led to none
     * @param problem null where it is none
     * @param nanos from the request's head to its answer
     */
    void answered(@Nullable Route route, int status, @Nullable ProblemType problem, long nanos);

    /** Notes a call that was refused at a bound. */
    void shed(Bound bound);

    /** Notes a connection that was closed because there were too many. */
    void closed();

    /** Takes note of nothing. */
    Meter NONE = new Meter() {
        @Override
        public void serves(Load load) {}

        @Override
        public void answered(@Nullable Route route, int status, @Nullable ProblemType problem, long nanos) {}

        @Override
        public void shed(Bound bound) {}

        @Override
        public void closed() {}
    };
}
