package io.farebox.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Answers from the archive; it follows the tree by the archive's lag. */
public interface History {
    /**
     * The credit log of an account, newest first.
     *
     * @param from inclusive, to exclusive; the span is at most 13 months
     * @param cursor where an earlier page ended, null for the first
     */
    Mono<Page<LedgerLine>> ledger(String account, Instant from, Instant to, @Nullable String cursor, int limit);

    /** The delivery history of an account, newest day first; {@code sender} narrows it to one API key's sends. */
    Mono<Page<MessageLine>> messages(
            String account, LocalDate from, LocalDate to, @Nullable String sender, @Nullable String cursor, int limit);

    /** The messages of one send, in the order of its recipients. */
    Mono<Page<MessageLine>> messagesOfSend(String send, @Nullable String cursor, int limit);

    /** A message with every report that came for it; empty where the archive has not seen it. */
    Mono<MessageHistory> message(String message);

    /** What is known of a send; empty where the archive has not seen it. */
    Mono<SendLine> send(String send);

    /** Usage of an account by UTC day, list, label, country and status. */
    Mono<List<UsageLine>> usage(String account, LocalDate from, LocalDate to);

    /**
     * A movement as the account sees it.
     *
     * @param id partition, block and place in the block: unique and in order
     * @param kind GRANTED, ADJUSTED, TRANSFERRED, EXPIRED, MOVED, RESERVED, CONFIRMED, RELEASED, RECHARGED,
     *     LAPSED or CANCELLED
     * @param list name of the list that caused it, may be empty
     * @param creditsMicro signed effect on the account's available credits; for CONFIRMED and a confirming LAPSED,
     *     which turn held credits into charged ones, the amount charged
     * @param availableMicro what the payer had available after it
     * @param messages how many messages it stands for
     * @param rule the clause of the settlement policy that it was settled by, see {@link io.farebox.charge.Clause#rule};
     *     empty where none was
     * @param feeMicro what was charged of a released message, besides what it gave back
     */
    record LedgerLine(
            String id,
            Instant at,
            String kind,
            String account,
            String list,
            String payer,
            long creditsMicro,
            long availableMicro,
            int messages,
            String send,
            String reason,
            String label,
            String reference,
            String rule,
            long feeMicro) {}

    /**
     * A message as the delivery history keeps it.
     *
     * @param to the recipient in E.164 form with its plus sign
     * @param feeMicro what was charged of a released message
     * @param status reserved, confirmed, released or recharged
     * @param sender id of the API key that sent it
     */
    record MessageLine(
            String id,
            String to,
            String channel,
            String country,
            int segments,
            long creditsMicro,
            long feeMicro,
            String status,
            String reason,
            Instant at,
            @Nullable Instant settledAt,
            String account,
            String list,
            String label,
            String reference,
            String sender) {}

    /** A message and what connections have reported of it, oldest first. */
    record MessageHistory(MessageLine message, List<ReportLine> reports) {}

    /**
     * A report as the delivery history keeps it.
     *
     * @param status what it says: delivered, failed, never-left, accepted, underway or unknown
     * @param result what it did: confirmed, released or recharged; or why nothing: not-final, already-confirmed,
     *     already-released or unknown-message
     * @param reason what it says in the carrier's words
     */
    record ReportLine(Instant at, String status, String result, String reason) {}

    /** A send as the archive keeps it. */
    record SendLine(
            String id,
            String account,
            String list,
            String channel,
            String label,
            String reference,
            String sender,
            Instant at,
            int count,
            long creditsMicro) {}

    /** Messages and micro-credits of one combination on one day. */
    record UsageLine(
            LocalDate day,
            String list,
            String label,
            String country,
            String status,
            long messages,
            long creditsMicro) {}
}
