package io.farebox.loadtest.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** Something that grows, and the work that must not become slower by it. */
interface Growing {
    /** What grows, as in "root accounts". */
    String what();

    /** How its figures must stay, in words. */
    String expected();

    /** The sizes, the smallest first. */
    List<Long> sizes();

    /** Lets it grow to that size and measures. */
    List<Grown> at(long size, Round round) throws IOException, InterruptedException;

    /** Those of some sizes that are within a bound. */
    static List<Long> within(long most, long... sizes) {
        return LongStream.of(sizes).filter(size -> size <= most).boxed().toList();
    }
}
