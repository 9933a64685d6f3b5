package io.farebox.audit;

import io.farebox.charge.State;
import io.farebox.ledger.Archive;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.LiveState;
import io.farebox.ledger.Snapshots;
import io.farebox.ledger.Snapshots.Head;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The auditor: folds a partition's journal and compares the fold with the live state and with what the archive answers.
 *
 * <p>It waits for each of its reads, so it belongs on a thread of its own, never on an event loop. A store that does not
 * answer fails the audit with that store's failure.
 */
public final class Auditor {
    private final LiveState live;
    private final Archive archive;
    private final History history;
    private final Snapshots snapshots;
    private final AuditSettings settings;
    private final InstantSource clock;

    public Auditor(
            LiveState live,
            Archive archive,
            History history,
            Snapshots snapshots,
            AuditSettings settings,
            InstantSource clock) {
        this.live = live;
        this.archive = archive;
        this.history = history;
        this.snapshots = snapshots;
        this.settings = settings;
        this.clock = clock;
    }

    /** Audits a partition from its newest snapshot on; its projections from a block on, where that is later. */
    public Report audit(int partition, long projectionsAfterSeq) {
        return new Run(partition, projectionsAfterSeq).from(false);
    }

    /** Audits a partition from its first block on, and its snapshots on the way. */
    public Report auditFromStart(int partition) {
        return new Run(partition, 0).from(true);
    }

    /** One audit of one partition. */
    private final class Run {
        private final int partition;
        private final long projectionsAfterSeq;
        private final Reads reads = new Reads(settings.pause(), settings.readMax());
        private final Findings findings;
        private final HistoryReads queries =
                new HistoryReads(reads, settings.historyReadsAtOnce(), settings.historyReadsMax());
        private final Checkpoints checkpoints;
        private final Blocks blocks;
        private final LedgerCheck lines;
        private long projectedSeq;

        Run(int partition, long projectionsAfterSeq) {
            this.partition = partition;
            this.projectionsAfterSeq = projectionsAfterSeq;
            findings = new Findings(partition, settings.differencesMax());
            checkpoints = new Checkpoints(partition, snapshots, reads, settings);
            blocks = new Blocks(partition, live, archive, reads, settings.blocksMax());
            lines = new LedgerCheck(partition, history, queries, findings);
        }

        Report from(boolean start) {
            Deque<Head> toVerify = new ArrayDeque<>(start ? checkpoints.listed() : List.of());
            Optional<Checkpoints.Loaded> newest = start ? Optional.empty() : checkpoints.newest(findings);
            State state = newest.map(Checkpoints.Loaded::state).orElseGet(State::new);
            long fromSeq = newest.map(loaded -> loaded.head().seq()).orElse(0L);
            long atMs = newest.map(loaded -> loaded.head().atMs()).orElse(0L);
            JournalFold fold = new JournalFold(blocks, findings, state, fromSeq, atMs);
            SendCheck sends = new SendCheck(history, fold, queries, findings);
            fold.watch(sends);
            projectedSeq = fromSeq;
            long archived = blocks.lastArchived();
            foldArchive(fold, sends, archived, toVerify);
            boolean kept = !fold.isBroken() && findings.isEmpty() && checkpoints.keep(fold);
            LiveCheck check = new LiveCheck(partition, live, fold, reads, settings, findings, clock);
            check.run();
            return new Report(
                    partition,
                    fromSeq,
                    archived,
                    fold.seq(),
                    fold.entries(),
                    check.compared(),
                    lines.compared(),
                    sends.compared(),
                    projectedSeq,
                    kept,
                    findings.told(),
                    findings.count());
        }

        /** Only what is archived can be compared with projections and become a snapshot. */
        private void foldArchive(JournalFold fold, SendCheck sends, long archived, Deque<Head> toVerify) {
            while (fold.seq() < archived && !fold.isBroken()) {
                long to = toVerify.isEmpty()
                        ? archived
                        : Math.min(archived, toVerify.getFirst().seq());
                List<Block> page = blocks.archived(fold.seq() + 1, to);
                if (page.isEmpty() || page.get(0).seq() != fold.seq() + 1) {
                    // A block that is still on the stream may be stored after those that follow it.
                    if (!fold.advanceTo(fold.seq() + 1)) {
                        break;
                    }
                    continue;
                }
                List<Block> row = inARow(page);
                boolean projects = row.get(0).seq() > projectionsAfterSeq && !queries.isExhausted();
                sends.note(projects);
                fold.fold(row);
                if (projects && !fold.isBroken()) {
                    lines.compare(row);
                    projectedSeq = queries.isExhausted() ? projectedSeq : fold.seq();
                }
                while (!toVerify.isEmpty() && toVerify.getFirst().seq() <= fold.seq()) {
                    checkpoints.verify(toVerify.removeFirst(), fold, findings);
                }
            }
            sends.finish();
        }

        private List<Block> inARow(List<Block> page) {
            int count = 1;
            while (count < page.size()
                    && page.get(count).seq() == page.get(count - 1).seq() + 1) {
                count++;
            }
            return page.subList(0, count);
        }
    }
}
