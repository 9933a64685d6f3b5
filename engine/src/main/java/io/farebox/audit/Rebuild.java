package io.farebox.audit;

import io.farebox.charge.Funding;
import io.farebox.charge.Node;
import io.farebox.charge.Part;
import io.farebox.charge.State;
import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.Fences;
import io.farebox.ledger.LiveState;
import io.farebox.ledger.Restoration;
import io.farebox.ledger.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The way back: writes into a partition's live state what its journal adds up to, from the newest snapshot on.
 *
 * <p>The journal is what the archive has, and what a stream that is still there has beyond it. Nothing is touched before
 * all of it was folded; from then on until the partition is open again, every command on it is refused. Engines serve it
 * again by themselves ({@link FenceWatch}). Repeating it changes nothing.
 */
public final class Rebuild {
    private final LiveState live;
    private final Restoration restoration;
    private final Fences fences;
    private final Archive archive;
    private final Snapshots snapshots;
    private final AuditSettings settings;
    private final InstantSource clock;

    /**
     * What a rebuild came to.
     *
     * @param done whether the partition is open again; if not, the remarks say why
     * @param fromSeq the block after which it began to fold: a snapshot's, or 0
     * @param seq the block that the partition stands at
     * @param parts nodes, packages, records and answers that were written
     * @param remarks what somebody should know, in sentences
     */
    public record Result(int partition, boolean done, long fromSeq, long seq, long parts, List<String> remarks) {}

    public Rebuild(
            LiveState live,
            Restoration restoration,
            Fences fences,
            Archive archive,
            Snapshots snapshots,
            AuditSettings settings,
            InstantSource clock) {
        this.live = live;
        this.restoration = restoration;
        this.fences = fences;
        this.archive = archive;
        this.snapshots = snapshots;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Rebuilds a partition.
     *
     * @param settled how long the archive must have stood still before it is folded: an engine that holds blocks of a
     *     Redis that is gone may still be storing them
     */
    public Result rebuild(int partition, Duration settled) {
        return new Run(partition).run(settled);
    }

    /** One rebuild of one partition. */
    private final class Run {
        private final int partition;
        private final Reads reads = new Reads(Duration.ZERO, settings.readMax());
        private final Findings findings;
        private final Blocks blocks;
        private final List<String> remarks = new ArrayList<>();

        Run(int partition) {
            this.partition = partition;
            findings = new Findings(partition, settings.differencesMax());
            blocks = new Blocks(partition, live, archive, reads, settings.blocksMax());
        }

        Result run(Duration settled) {
            long archived = standStill(settled);
            Checkpoints checkpoints = new Checkpoints(partition, snapshots, reads, settings);
            Optional<Checkpoints.Loaded> newest = checkpoints.newest(findings);
            long fromSeq = newest.map(loaded -> loaded.head().seq()).orElse(0L);
            State state = newest.map(Checkpoints.Loaded::state).orElseGet(State::new);
            JournalFold fold = new JournalFold(
                    blocks,
                    findings,
                    state,
                    fromSeq,
                    newest.map(loaded -> loaded.head().atMs()).orElse(0L));
            long before = reads.one(fences.position(partition)).seq();
            boolean whole = fold.advanceTo(Math.max(archived, before)) && foldStream(fold);
            if (!whole) {
                remarks.add("It is left as it was, because its journal has a gap.");
                return result(false, fromSeq, fold, 0);
            }
            long closedAt =
                    reads.number(restoration.close(partition, UUID.randomUUID().toString()));
            if (!fold.advanceTo(closedAt) || !foldStream(fold)) {
                remarks.add("It stays closed, because its journal has a gap.");
                return result(false, fromSeq, fold, 0);
            }
            remark(archived, closedAt, fold.seq());
            long parts = write(fold);
            return result(true, fromSeq, fold, parts);
        }

        private long standStill(Duration settled) {
            long last = blocks.lastArchived();
            if (settled.isZero()) {
                return last;
            }
            while (true) {
                Mono.delay(settled).block();
                long next = blocks.lastArchived();
                if (next == last) {
                    return next;
                }
                last = next;
            }
        }

        /** Folds what the stream has beyond; false where it has something that no next block leads to. */
        private boolean foldStream(JournalFold fold) {
            List<Block> next = reads.list(live.blocks(partition, fold.seq() + 1, settings.blocksMax()));
            while (!next.isEmpty() && !fold.isBroken()) {
                fold.fold(next);
                next = reads.list(live.blocks(partition, fold.seq() + 1, settings.blocksMax()));
            }
            return !fold.isBroken();
        }

        private void remark(long archived, long closedAt, long seq) {
            if (seq > archived) {
                remarks.add("Blocks " + (archived + 1) + " to " + seq
                        + " were on the stream and not in the archive; they are folded too.");
            }
            if (closedAt < seq && seq > 0) {
                remarks.add(
                        (closedAt < 0 ? "Redis did not know it any more." : "Redis had come to block " + closedAt + ".")
                                + " What was answered after block " + seq
                                + " and was neither in the archive nor on the stream"
                                + " is lost; an engine that had seen more says so when it serves the partition again.");
            }
        }

        private long write(JournalFold fold) {
            long nowMs = clock.millis();
            reads.run(restoration.empty(partition));
            long written = 0;
            List<Part> batch = new ArrayList<>();
            for (Iterator<Part> i = fold.state().parts(nowMs).iterator(); i.hasNext(); ) {
                batch.add(i.next());
                if (batch.size() == settings.idsMax() || !i.hasNext()) {
                    reads.run(restoration.fill(partition, batch, nowMs));
                    written += batch.size();
                    batch = new ArrayList<>();
                }
            }
            // The sweeper looks at each account once, and works out by itself when it is to look again.
            List<String> accounts = fold.state().nodes().values().stream()
                    .filter(node -> node.funding() == Funding.OWN)
                    .map(Node::id)
                    .toList();
            reads.run(restoration.due(partition, accounts, nowMs));
            reads.run(restoration.open(partition, fold.seq()));
            return written;
        }

        private Result result(boolean done, long fromSeq, JournalFold fold, long parts) {
            findings.told().forEach(difference -> remarks.add(difference.text() + "."));
            return new Result(partition, done, fromSeq, fold.seq(), parts, List.copyOf(remarks));
        }
    }
}
