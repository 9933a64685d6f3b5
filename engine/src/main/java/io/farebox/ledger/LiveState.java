package io.farebox.ledger;

import io.farebox.charge.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads all of a partition's state where it is decided, in pieces that each say which block they are the state of. */
public interface LiveState {
    /** Where ids are found. */
    enum Source {
        /** Nodes of the credit tree. */
        NODES,
        /** Accounts that hold credits in something. */
        POOLS,
        /** Records and accounts that the sweeper is to look at. */
        DUE,
        /** Records of holds; to find them takes a walk over everything in the store. */
        RECORDS,
        /** Remembered answers; to find them takes a walk over everything in the store. */
        ANSWERS
    }

    /**
     * Some ids of a source.
     *
     * @param ids in no order, and some of them perhaps twice
     * @param next the cursor of the next ones, null at the end
     */
    record Ids(List<String> ids, @Nullable String next) {}

    /**
     * What was seen in one instant.
     *
     * @param seq the last block's number at that instant; −1 where the partition is closed or was lost
     * @param seen in the order in which it was asked for
     */
    record Look(long seq, List<Seen> seen) {}

    /**
     * What is held of one id.
     *
     * @param node an account or list, null where there is none
     * @param pool what the account holds its credits in, null where there is nothing
     * @param record null where there is none
     * @param answer null where there is none
     * @param dueMs when the sweeper is to look at it (UTC epoch), 0 where it is not to
     */
    record Seen(
            String id,
            @Nullable Part node,
            @Nullable Part pool,
            @Nullable Part record,
            @Nullable Part answer,
            long dueMs) {}

    /** Walks over a source; what is there all the while is found, what comes or goes meanwhile perhaps. */
    Mono<Ids> ids(int partition, Source source, @Nullable String cursor, int idsMax);

    /** Looks at nodes with what they hold their credits in. */
    Mono<Look> nodes(int partition, List<String> ids);

    /** Looks at records of holds. */
    Mono<Look> records(int partition, List<String> ids);

    /** Looks at remembered answers. */
    Mono<Look> answers(int partition, List<String> keys);

    /** Blocks that are still on the stream, from a number on, in order. */
    Mono<List<Block>> blocks(int partition, long fromSeq, int blocksMax);
}
