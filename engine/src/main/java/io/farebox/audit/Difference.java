package io.farebox.audit;

/**
 * One thing that is not as the journal says it must be.
 *
 * @param subject what kind of thing it is
 * @param id the account, list, record, send, key or block
 * @param what of it differs, such as a counter or a message
 * @param journal what the journal says
 * @param found what was found instead
 * @param seq the block since which it can differ: the last that changed it before, or that shows it; 0 where that was
 *     before the audit began
 */
public record Difference(
        int partition, Subject subject, String id, String what, String journal, String found, long seq) {

    /** What differs. */
    public enum Subject {
        /** A block that is nowhere. */
        JOURNAL("journal"),
        /** A block whose entries break a rule or contradict what stands before them. */
        RULE("entry"),
        /** The live state of an account or list. */
        NODE("node"),
        /** The live packages of an account. */
        POOL("packages"),
        /** A live record of holds. */
        RECORD("record"),
        /** What the sweeper is to look at. */
        DUE("due"),
        /** A live answer under an idempotency key. */
        ANSWER("answer"),
        /** A line of an account's ledger in the archive. */
        LEDGER("ledger"),
        /** A message of a send in the archive. */
        MESSAGE("message"),
        /** A stored snapshot. */
        SNAPSHOT("snapshot");

        private final String word;

        Subject(String word) {
            this.word = word;
        }

        /** Its name in reports. */
        public String word() {
            return word;
        }
    }

    /** It as a sentence. */
    public String text() {
        String since = seq > 0 ? "; since block " + seq + " at the earliest" : "";
        return "partition " + partition + ", " + subject.word + " " + id + ": " + what + " is " + found
                + ", by the journal " + journal + since;
    }
}
