package io.farebox.loadtest.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.check.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that clients were told, in its order: only ever added to, in memory and as a file with a line of JSON for each
 * answer.
 *
 * <p>What contradicts itself or must never be said is a fault at once, whatever the stores hold.
 */
final class Recorder implements AutoCloseable {
    /** An answer that has no status: the connection broke or the client gave up. */
    static final int NONE = 0;

    /** An answer to many reports is long, and is in the file. */
    private static final int FAULT_CHARS_MAX = 300;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One answer.
     *
     * @param ms after the beginning of the run
     * @param what send or report
     * @param subject the send's reference; for reports how many they were
     * @param attempt from 1
     * @param status as in HTTP, 0 for none
     * @param detail the send's id; else what the answer said
     */
    record Answer(long ms, String what, String subject, int attempt, int status, String detail) {}

    private final Clock clock;
    private final BufferedWriter file;
    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, Sent> sends = new HashMap<>();
    private final Verdict verdict = new Verdict();

    Recorder(Path path, Clock clock) throws IOException {
        this.clock = clock;
        this.file = Files.newBufferedWriter(path);
    }

    synchronized void answer(String what, String subject, int attempt, int status, String detail) {
        Answer answer = new Answer(clock.nowMs(), what, subject, attempt, status, detail);
        answers.add(answer);
        try {
            file.write(JSON.writeValueAsString(answer));
            file.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes a send that was answered 201; false where that had been told before, and is told the same. */
    synchronized boolean sent(Sent send) {
        Sent before = sends.putIfAbsent(send.reference(), send);
        if (before != null && !before.equals(send)) {
            verdict.fault("one key was told two sends: " + before + " and " + send);
        }
        return before == null;
    }

    /** Notes an answer that must never come. */
    synchronized void fault(String sentence) {
        String whole = "after " + clock.nowMs() + " ms " + sentence;
        verdict.fault(whole.substring(0, Math.min(whole.length(), FAULT_CHARS_MAX)));
    }

    /** Answers that came with that status for sends, or for reports. */
    synchronized long count(String what, int status) {
        return answers.stream()
                .filter(answer -> answer.status() == status && answer.what().equals(what))
                .count();
    }

    /** What is wrong with the answers by themselves. */
    synchronized Verdict verdict() {
        return verdict;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
