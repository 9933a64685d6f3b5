package io.farebox.audit;

import io.farebox.ledger.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The queries to the history that an audit of a partition makes: some at once, and up to a number of them. */
final class HistoryReads {
    /**
     * A question to the history, and what is made of the answer.
     *
     * @param <L> the kind of its lines
     */
    interface Question<L> {
        /** A page of the answer; cursor is where the page before ended, null for the first. */
        Mono<Page<L>> page(@Nullable String cursor);

        /** Takes the next line. */
        void line(L line);

        /** Was given all lines; never where the number of queries did not allow it. */
        void end();
    }

    private final Reads reads;
    private final int atOnce;
    private long left;
    private boolean exhausted;

    HistoryReads(Reads reads, int atOnce, long max) {
        this.reads = reads;
        this.atOnce = atOnce;
        left = max;
    }

    /** How many questions are best put together. */
    int atOnce() {
        return atOnce;
    }

    /** Whether something was not compared because no query was left. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Puts questions, the first pages of some at once, and gives them their answers in the order in which they stand. */
    <L> void put(List<? extends Question<L>> questions) {
        for (int from = 0; from < questions.size(); from += atOnce) {
            putAtOnce(questions.subList(from, Math.min(from + atOnce, questions.size())));
        }
    }

    private <L> void putAtOnce(List<? extends Question<L>> questions) {
        List<Mono<Page<L>>> pages = new ArrayList<>(questions.size());
        for (Question<L> question : questions) {
            if (take()) {
                pages.add(question.page(null));
            }
        }
        List<Page<L>> first = reads.each(pages, atOnce);
        for (int i = 0; i < first.size(); i++) {
            give(questions.get(i), first.get(i));
        }
    }

    private <L> void give(Question<L> question, Page<L> first) {
        Page<L> page = first;
        page.items().forEach(question::line);
        while (page.next() != null) {
            if (!take()) {
                return;
            }
            page = reads.one(question.page(page.next()));
            page.items().forEach(question::line);
        }
        question.end();
    }

    private boolean take() {
        if (left == 0) {
            exhausted = true;
            return false;
        }
        left--;
        return true;
    }
}
