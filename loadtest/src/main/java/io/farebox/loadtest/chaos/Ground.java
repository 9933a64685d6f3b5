package io.farebox.loadtest.chaos;

import io.farebox.loadtest.load.Target;
import io.farebox.loadtest.site.Audit;
import io.farebox.loadtest.site.Farebox;
import io.farebox.local.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An installation that is there to be struck, with lines of ours to it and, where there is one of each, within it. */
interface Ground extends AutoCloseable {
    /**
     * One of each process, or several.
     *
     * @param clockMoves whether the engine's time of day is to be moved
     */
    static Ground open(boolean cluster, boolean clockMoves) throws IOException {
        return cluster ? new ClusterGround() : new SoloGround(clockMoves);
    }

    /** A directory that goes when the installation does, unless it is kept. */
    Path directory();

    /** Leaves the directory for somebody to look into. */
    void keep();

    /** The installation for its operator, beside all lines. */
    Farebox operator();

    /** Where clients send to. */
    Target target();

    /** Chooses who is struck next, where there are several of a part. */
    void choose(Part part);

    /** The one that was chosen last. */
    LocalServer server(Part part);

    Line line(Part part);

    /** The time of day that the engine goes by. */
    MovedClock clock();

    /** Has another master take a partition over, key by key. */
    void movePartition();

    /** Returns when nothing is missing any more at the part that was healed. */
    void awaitWhole(Part part);

    /** Asks the Redis that has a key. */
    @Nullable
    String redis(String key, String... words);

    /** Asks Cassandra, and is answered what no single node can have missed. */
    List<String> cassandra(String statement);

    /** Has everything compared while it runs, with the stores reached directly. */
    Audit audit() throws IOException, InterruptedException;

    @Override
    void close();
}
