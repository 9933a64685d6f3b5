package io.farebox.charge;

/** What became of a command. */
public sealed interface Outcome {

    /** Handles each kind of outcome. */
    interface Cases<R> {
        R done(Done outcome);

        R reserved(Reserved outcome);

        R settled(Settled outcome);

        R unchanged(Unchanged outcome);

        R refused(Refused outcome);

        R replayed(Replayed outcome);
    }

    /** Calls the case of this kind. */
    <R> R when(Cases<R> cases);

    /** The tree was changed as asked; the balance is that of the node that was changed. */
    record Done(String node, Balance balance) implements Outcome {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.done(this);
        }
    }

    /**
     * The credits of a send are held.
     *
     * @param upTo recipients with an index below it were accepted unless rating refused them; the order's count unless
     *     the send was partial
     * @param count messages accepted
     * @param creditsMicro micro-credits held for them
     * @param balance the payer's
     */
    record Reserved(String record, int slot, int upTo, int count, long creditsMicro, Balance balance)
            implements Outcome {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.reserved(this);
        }
    }

    /** A message was settled now; of a released one, the credits are without what was charged as a fee. */
    record Settled(Settlement settlement, long creditsMicro) implements Outcome {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.settled(this);
        }
    }

    /** Nothing had to change. */
    record Unchanged(Cause cause) implements Outcome {
        /** Why nothing had to change. */
        public enum Cause {
            /** No such message is held: it never was, or it was settled long ago. */
            UNKNOWN_MESSAGE,
            /** The message was charged before. */
            ALREADY_CONFIRMED,
            /** The message's credits were given back before, and policy or credits leave it at that. */
            ALREADY_RELEASED,
            /** The report does not say how the message ended. */
            NOT_FINAL,
            /** Nothing is due on the record. */
            NOT_DUE
        }

        @Override
        public <R> R when(Cases<R> cases) {
            return cases.unchanged(this);
        }
    }

    /** The command changed nothing because something stood in the way. */
    record Refused(Refusal refusal) implements Outcome {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.refused(this);
        }
    }

    /**
     * The client had this command accepted before.
     *
     * @param original the first answer
     * @param order the order as it was rated then, null unless the command was a reserve
     */
    record Replayed(
            Outcome original,
            @org.jspecify.annotations.Nullable Order order) implements Outcome {
        @Override
        public <R> R when(Cases<R> cases) {
            return cases.replayed(this);
        }
    }
}
