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
import reactor.core.publisher.Mono;

/** The comparison of accounts' ledgers in the archive with the blocks that they are of: complete, and each as it must be. */
final class LedgerCheck {
    private static final int LINES_MAX = 1000;
    private static final int PLACE_MAX = (1 << 25) - 1;

    private final int partition;
    private final History history;
    private final HistoryReads queries;
    private final Findings findings;
    private long compared;

    LedgerCheck(int partition, History history, HistoryReads queries, Findings findings) {
        this.partition = partition;
        this.history = history;
        this.queries = queries;
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
        Span span = Span.of(partition, blocks);
        List<Question> questions = new ArrayList<>(expected.size());
        expected.forEach((account, lines) -> questions.add(new Question(account, span, lines, seqs)));
        queries.put(questions);
    }

    /**
     * Which lines are of the blocks.
     *
     * @param first the least id that one may have, last the greatest
     */
    private record Span(String first, String last, Instant from, Instant to) {
        static Span of(int partition, List<Block> blocks) {
            long fromMs = blocks.stream().mapToLong(Block::atMs).min().orElseThrow();
            long toMs = blocks.stream().mapToLong(Block::atMs).max().orElseThrow() + 1;
            return new Span(
                    ExpectedLines.id(partition, blocks.get(0).seq(), 0),
                    ExpectedLines.id(partition, blocks.get(blocks.size() - 1).seq(), PLACE_MAX),
                    Instant.ofEpochMilli(fromMs),
                    Instant.ofEpochMilli(toMs));
        }

        boolean has(String id) {
            return id.compareTo(first) >= 0 && id.compareTo(last) <= 0;
        }
    }

    /** The lines of an account within the span. */
    private final class Question implements HistoryReads.Question<LedgerLine> {
        private final String account;
        private final Span span;
        private final Map<String, Line> expected;
        private final Map<String, Long> seqs;
        private final Map<String, LedgerLine> found = new TreeMap<>();

        Question(String account, Span span, Map<String, Line> expected, Map<String, Long> seqs) {
            this.account = account;
            this.span = span;
            this.expected = expected;
            this.seqs = seqs;
        }

        @Override
        public Mono<Page<LedgerLine>> page(@Nullable String cursor) {
            return history.ledger(account, span.from(), span.to(), cursor, LINES_MAX);
        }

        @Override
        public void line(LedgerLine line) {
            if (span.has(line.id())) {
                found.put(line.id(), line);
            }
        }

        @Override
        public void end() {
            expected.forEach((id, line) -> {
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
