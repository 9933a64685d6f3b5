package io.farebox.ledger;

import io.farebox.charge.Command;
import io.farebox.charge.Outcome;
import reactor.core.publisher.Mono;

/** Where commands go: it decides each of them atomically, journals what was accepted and answers once it is durable. */
public interface Charger {
    /**
     * Decides a command.
     *
     * @return the outcome; or {@link Unavailable} where it is not known whether the command was carried out (a client
     *     that gave an idempotency key may repeat it) or where it was certainly not
     */
    Mono<Outcome> charge(Command command);

    /** An id for the record of a send with more than one message, which it has to itself. */
    String newRecord(int partition);

    /**
     * Reserves a send, which waits in its customer's turn: no customer waits for all that another one has waiting.
     *
     * @param root the customer's root account
     * @param command where it is of a single message, that shares a record with others of its terms: record and slot
     *     are then chosen by the charger and said in the outcome
     */
    Mono<Outcome> reserve(String root, Command.Reserve command);
}
