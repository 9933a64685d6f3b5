package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.charge.State;
import io.farebox.ledger.Snapshots;
import io.farebox.ledger.Snapshots.Head;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A partition's snapshots: the newest whole one is where a fold begins, and a clean fold becomes the next. */
final class Checkpoints {
    /** A snapshot that was read. */
    record Loaded(Head head, State state) {}

    private final int partition;
    private final Snapshots snapshots;
    private final Reads reads;
    private final AuditSettings settings;

    Checkpoints(int partition, Snapshots snapshots, Reads reads, AuditSettings settings) {
        this.partition = partition;
        this.snapshots = snapshots;
        this.reads = reads;
        this.settings = settings;
    }

    /** Those that are listed, oldest first. */
    List<Head> listed() {
        return reads.list(snapshots.heads(partition)).stream()
                .sorted((a, b) -> Long.compare(a.seq(), b.seq()))
                .toList();
    }

    /** The newest one that is whole; those that are not are findings. */
    Optional<Loaded> newest(Findings findings) {
        for (Head head : reads.list(snapshots.heads(partition))) {
            State state = new State();
            if (load(head, state)) {
                return Optional.of(new Loaded(head, state));
            }
            lost(head, findings);
        }
        return Optional.empty();
    }

    private boolean load(Head head, State state) {
        MessageDigest digest = digest();
        for (int chunk = 0; chunk < head.chunks(); chunk++) {
            byte @Nullable [] bytes = reads.maybe(snapshots.chunk(partition, head.seq(), chunk));
            if (bytes == null) {
                return false;
            }
            digest.update(bytes);
            StateCodec.decode(bytes, state::add);
        }
        return hex(digest).equals(head.sha256());
    }

    /** Compares a snapshot with the fold at its block. */
    void verify(Head head, JournalFold fold, Findings findings) {
        State stored = new State();
        if (!load(head, stored)) {
            lost(head, findings);
            return;
        }
        MessageDigest digest = digest();
        StateCodec.encode(fold.state().parts(fold.atMs()), settings.chunkBytes(), digest::update);
        if (hex(digest).equals(head.sha256())) {
            return;
        }
        long before = findings.count();
        Facts.compare(
                stored,
                fold.state(),
                fold.atMs(),
                (id, fact) -> findings.add(
                        Subject.SNAPSHOT,
                        "of block " + head.seq(),
                        id + " " + fact.what(),
                        fact.journal(),
                        fact.found(),
                        head.seq()));
        if (findings.count() == before) {
            lost(head, findings);
        }
    }

    private static void lost(Head head, Findings findings) {
        findings.add(Subject.SNAPSHOT, "of block " + head.seq(), "it", "whole", "not what its digest says", head.seq());
    }

    /** Writes the fold as a snapshot, if the newest is far enough behind; then drops the oldest. Says whether it did. */
    boolean keep(JournalFold fold) {
        List<Head> heads = reads.list(snapshots.heads(partition));
        if (fold.seq() - (heads.isEmpty() ? 0 : heads.get(0).seq()) < settings.snapshotEveryBlocks()) {
            return false;
        }
        MessageDigest digest = digest();
        int[] chunks = {0};
        StateCodec.encode(fold.state().parts(fold.atMs()), settings.chunkBytes(), bytes -> {
            digest.update(bytes);
            reads.run(snapshots.store(partition, fold.seq(), chunks[0]++, bytes));
        });
        reads.run(snapshots.complete(partition, new Head(fold.seq(), fold.atMs(), chunks[0], hex(digest))));
        for (int i = settings.snapshotsKept() - 1; i < heads.size(); i++) {
            reads.run(snapshots.drop(partition, heads.get(i)));
        }
        return true;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
