package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.PARTITION;

import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import java.util.List;
import java.util.Random;

/** A journal whose blocks are written together by chance, and again with others, as relays do after a crash. */
record Pieces(List<Block> journal, Random random) {
    /** Stores all of it, and then parts of it again and again; whatever was found before is still there each time. */
    void storeAgainAndAgain(Archive archive, int times, Runnable check) {
        store(archive, 0, journal.size());
        check.run();
        for (int again = 0; again < times; again++) {
            int from = random.nextInt(journal.size());
            store(archive, from, from + 1 + random.nextInt(journal.size() - from));
            check.run();
        }
    }

    /** In one or more writes, in order. */
    private void store(Archive archive, int from, int to) {
        for (int next = from; next < to; ) {
            int end = Math.min(to, next + 1 + random.nextInt(12));
            run(archive.store(PARTITION, journal.subList(next, end)));
            next = end;
        }
    }

    /** Stores it with gaps, whole, and with gaps once more. */
    void storeWithGaps(Archive archive) {
        List<Block> some =
                journal.stream().filter(block -> block.seq() % 3 != 0).toList();
        run(archive.store(PARTITION, some));
        run(archive.store(PARTITION, journal));
        run(archive.store(PARTITION, some));
    }
}
