package io.farebox.audit;

import io.farebox.audit.Difference.Subject;
import io.farebox.audit.ExpectedLines.Line;
import io.farebox.charge.Ids;
import io.farebox.ledger.Block;
import io.farebox.ledger.History;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The comparison of accounts' ledgers in the archive with the blocks that they are of: complete, and each as it must be. */
final class LedgerCheck {
    private static final int LINES_MAX = 1000;
    private static final int PLACE_MAX = (1 << 25) - 1;

    private final int partition;
    private final History history;
    private final Reads reads;
    private final HistoryReads budget;
    private final Findings findings;
    private long compared;

    LedgerCheck(int partition, History history, Reads reads, HistoryReads budget, Findings findings) {
        this.partition = partition;
        this.history = history;
        this.reads = reads;
        this.budget = budget;
        this.findings = findings;
    }

    /** How many lines were compared. */
    long compared() {
        return compared;
    }

    /** Compares the lines of some blocks in a row. */
    void compare(List<Block> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        Map<String, Map<String, Line>> expected = new TreeMap<>();
        Map<String, Long> seqs = new HashMap<>();
        for (Block block : blocks) {
            ExpectedLines.of(partition, block)
                    .forEach((account, lines) -> lines.forEach(line -> {
                        expected.computeIfAbsent(account, any -> new TreeMap<>())
                                .put(line.id(), line);
                        seqs.put(line.id(), block.seq());
                    }));
        }
        String first = ExpectedLines.id(partition, blocks.get(0).seq(), 0);
        String last = ExpectedLines.id(partition, blocks.get(blocks.size() - 1).seq(), PLACE_MAX);
        long fromMs = blocks.stream().mapToLong(Block::atMs).min().orElseThrow();
        long toMs = blocks.stream().mapToLong(Block::atMs).max().orElseThrow() + 1;
        expected.forEach((account, lines) -> {
            Map<String, LedgerLine> found = read(account, fromMs, toMs);
            if (!budget.isExhausted()) {
                found.keySet().removeIf(id -> id.compareTo(first) < 0 || id.compareTo(last) > 0);
                compare(account, lines, found, seqs);
            }
        });
    }

    private Map<String, LedgerLine> read(String account, long fromMs, long toMs) {
        Map<String, LedgerLine> found = new TreeMap<>();
        @Nullable String cursor = null;
        do {
            if (!budget.take()) {
                return found;
            }
            Page<LedgerLine> page = reads.one(history.ledger(
                    account, Instant.ofEpochMilli(fromMs), Instant.ofEpochMilli(toMs), cursor, LINES_MAX));
            page.items().forEach(line -> found.put(line.id(), line));
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    private void compare(
            String account, Map<String, Line> lines, Map<String, LedgerLine> found, Map<String, Long> seqs) {
        lines.forEach((id, line) -> {
            compared++;
            LedgerLine kept = found.remove(id);
            long seq = seqs.getOrDefault(id, 0L);
            if (kept == null) {
                tell(account, id, "it", text(line), "not there", seq);
            } else if (!text(kept).equals(text(line))) {
                tell(account, id, "it", text(line), text(kept), seq);
            }
        });
        found.forEach((id, extra) -> tell(account, id, "it", "not there", text(extra), 0));
    }

    private void tell(String account, String id, String what, String journal, String found, long seq) {
        findings.add(Subject.LEDGER, "of " + account + ", line " + id, what, journal, found, seq);
    }

    private static String text(Line line) {
        return text(
                line.kind(), line.node(), line.payer(), line.creditsMicro(), line.availableMicro(), line.messages());
    }

    private static String text(LedgerLine line) {
        String node = line.list().isEmpty() ? line.account() : Ids.list(line.account(), line.list());
        return text(line.kind(), node, line.payer(), line.creditsMicro(), line.availableMicro(), line.messages());
    }

    private static String text(String kind, String node, String payer, long micro, long available, int messages) {
        List<String> words = new ArrayList<>(List.of(kind, node));
        if (!payer.equals(node)) {
            words.add("paid by " + payer);
        }
        words.add(micro + ", balance " + available);
        if (messages > 0) {
            words.add("for " + messages + " messages");
        }
        return String.join(" ", words);
    }
}
