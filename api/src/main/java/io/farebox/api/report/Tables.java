package io.farebox.api.report;

import io.farebox.charge.Clause;
import io.farebox.charge.Credits;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.UsageLine;
import java.util.List;
import java.util.Locale;

/** The columns of each report. */
final class Tables {
    static final Table<LedgerLine> LEDGER = new Table<>(
            "ledger",
            List.of(
                    Column.text("id", LedgerLine::id),
                    Column.text("at", LedgerLine::at),
                    Column.text("kind", line -> line.kind().toLowerCase(Locale.ROOT)),
                    Column.text("account", LedgerLine::account),
                    Column.free("list", LedgerLine::list),
                    Column.text("payer", LedgerLine::payer),
                    Column.credits("credits", LedgerLine::creditsMicro),
                    Column.credits("available", LedgerLine::availableMicro),
                    Column.number("messages", LedgerLine::messages),
                    Column.text("send", LedgerLine::send),
                    Column.free("reason", LedgerLine::reason),
                    Column.free("label", LedgerLine::label),
                    Column.free("reference", LedgerLine::reference),
                    Column.text("policy", line -> policy(line.rule())),
                    Column.credits("fee", LedgerLine::feeMicro)));

    static final Table<MessageLine> MESSAGES = new Table<>(
            "messages",
            List.of(
                    Column.text("id", MessageLine::id),
                    Column.text("to", MessageLine::to),
                    Column.text("channel", MessageLine::channel),
                    Column.text("country", MessageLine::country),
                    Column.number("segments", MessageLine::segments),
                    Column.credits("credits", MessageLine::creditsMicro),
                    Column.credits("fee", MessageLine::feeMicro),
                    Column.text("status", line -> line.status().toLowerCase(Locale.ROOT)),
                    Column.free("reason", MessageLine::reason),
                    Column.text("at", MessageLine::at),
                    Column.text("settledAt", MessageLine::settledAt),
                    Column.text("account", MessageLine::account),
                    Column.free("list", MessageLine::list),
                    Column.free("label", MessageLine::label),
                    Column.free("reference", MessageLine::reference),
                    Column.text("sender", MessageLine::sender)));

    static final Table<UsageLine> USAGE = new Table<>(
            "usage",
            List.of(
                    Column.text("day", UsageLine::day),
                    Column.free("list", UsageLine::list),
                    Column.free("label", UsageLine::label),
                    Column.text("country", UsageLine::country),
                    Column.text("status", line -> line.status().toLowerCase(Locale.ROOT)),
                    Column.number("messages", UsageLine::messages),
                    Column.credits("credits", UsageLine::creditsMicro)));

    private Tables() {}

    /** The settlement policy that a line was settled by, such as {@code chargeAt=delivered onDeadline=confirm}. */
    private static String policy(String rule) {
        if (rule.isEmpty()) {
            return "";
        }
        Clause clause = Clause.of(0, rule);
        String fee = clause.failureFeeMicro() == 0 ? "" : " failureFee=" + Credits.format(clause.failureFeeMicro());
        return "chargeAt=" + (clause.chargesHandOver() ? "accepted" : "delivered")
                + " onDeadline=" + clause.onDeadline().name().toLowerCase(Locale.ROOT)
                + " lateDelivery=" + clause.lateDelivery().name().toLowerCase(Locale.ROOT)
                + fee;
    }
}
