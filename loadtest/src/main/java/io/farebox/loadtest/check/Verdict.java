package io.farebox.loadtest.check;

import java.util.ArrayList;
import java.util.List;

/** What a check has looked at and what it found wrong. */
public final class Verdict {
    /** Further faults are counted and not told. */
    static final int FAULTS_MAX = 20;

    private final List<String> faults = new ArrayList<>();
    private long faultCount;
    private long accounts;
    private long sends;
    private long messages;
    private long lines;

    /** Notes what is wrong, in one sentence. */
    public void fault(String sentence) {
        faultCount++;
        if (faults.size() < FAULTS_MAX) {
            faults.add(sentence);
        }
    }

    /** A fault where the two differ. */
    public void same(String what, long expected, long found) {
        if (expected != found) {
            fault(what + ": expected " + expected + ", found " + found);
        }
    }

    void looked(long sends, long lines) {
        accounts++;
        this.sends += sends;
        this.lines += lines;
    }

    void lookedAtMessages(long count) {
        messages += count;
    }

    public void add(Verdict other) {
        other.faults.forEach(this::fault);
        faultCount += other.faultCount - other.faults.size();
        accounts += other.accounts;
        sends += other.sends;
        messages += other.messages;
        lines += other.lines;
    }

    public boolean isSound() {
        return faultCount == 0;
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public String toString() {
        String looked = accounts + " accounts, " + sends + " sends, " + lines + " ledger lines, " + messages
                + " messages one by one";
        return isSound()
                ? "Every credit is accounted for: " + looked + "."
                : faultCount + " faults in " + looked + ":\n  " + String.join("\n  ", faults);
    }
}
