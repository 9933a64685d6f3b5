package io.farebox.api.carrier;

import io.farebox.api.http.Problem;
import io.farebox.directory.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Receipts of an SMPP bridge: the text of a deliver_sm, one a line, or the parameters short_message or receipted_message_id
 * and message_state; verified by a token. The message is the one in the callback's query where there is one receipt, or the
 * receipt's id where that is one of ours or linked.
 *
 * <p>Every SMSC writes receipts in its own way (appendix B of SMPP 3.4 calls its format an example): fields come in any
 * order, some are missing or empty, and dates have 10 to 16 characters, so that only id, state and error are looked for.
 */
final class SmppProvider implements Provider {
    private static final int RECEIPTS_MAX = 10_000;
    private static final Pattern ID = field("id");
    private static final Pattern STATE = field("stat");
    private static final Pattern ERROR = field("err");
    private static final Pattern TEXT = Pattern.compile("(?i)(?:^|\\s)text:");
    private static final Pattern ZEROS = Pattern.compile("^(?:0[xX])?0*(?=[0-9])");

    /** A field's value follows at once, or after a space where it is not the next field. */
    private static Pattern field(String name) {
        return Pattern.compile("(?i)(?:^|\\s)" + name + ":(\\S+|\\s[^\\s:]+(?=\\s|$))");
    }

    @Override
    public String name() {
        return "smpp";
    }

    @Override
    public Set<String> configurableFields() {
        return Set.of("short_message", "message_state", "receipted_message_id");
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        Connection.Mapping mapping = delivery.connection().mapping();
        List<String> receipts = receipts(delivery);
        return switch (receipts.size()) {
            case 0 -> List.of(ofFields(delivery, mapping));
            case 1 -> List.of(report(receipts.get(0), mapping, delivery::message));
            default ->
                receipts.stream().map(line -> report(line, mapping, id -> id)).toList();
        };
    }

    /** Receipts are told by what is in them: some bridges post them as a form, which they are not. */
    private static List<String> receipts(Delivery delivery) {
        if (delivery.isJson()) {
            return List.of();
        }
        List<String> receipts = new String(delivery.call().body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> STATE.matcher(line).find())
                .limit(RECEIPTS_MAX + 1L)
                .toList();
        if (receipts.size() > RECEIPTS_MAX) {
            throw Problem.malformed("body", "must have at most " + RECEIPTS_MAX + " receipts, one a line");
        }
        return receipts;
    }

    private static Report ofFields(Delivery delivery, Connection.Mapping mapping) {
        Map<String, String> fields = delivery.fields();
        String receipt = fields.getOrDefault(mapping.field("short_message"), "");
        if (!receipt.isEmpty()) {
            return report(receipt, mapping, delivery::message);
        }
        String state = fields.getOrDefault(mapping.field("message_state"), "");
        String id = fields.getOrDefault(mapping.field("receipted_message_id"), "");
        if (state.isEmpty() && delivery.call().body().length == 0) {
            throw Problem.malformed("message_state", "is required where there is no receipt");
        }
        return Report.of(delivery.message(id), Stat.of(ZEROS.matcher(state).replaceFirst(""), mapping), state);
    }

    private static Report report(String receipt, Connection.Mapping mapping, UnaryOperator<String> message) {
        String state = find(STATE, receipt);
        String error = find(ERROR, receipt);
        return Report.of(
                message.apply(find(ID, receipt)),
                Stat.of(state, mapping),
                error.matches("0*") ? state : state + " " + error);
    }

    /** What the message's own text says counts last: it mostly ends a receipt, and anybody may have written it. */
    private static String find(Pattern field, String receipt) {
        Matcher text = TEXT.matcher(receipt);
        Matcher before = field.matcher(text.find() ? receipt.substring(0, text.start()) : receipt);
        if (before.find()) {
            return before.group(1).strip();
        }
        Matcher anywhere = field.matcher(receipt);
        String last = "";
        while (anywhere.find()) {
            last = anywhere.group(1).strip();
        }
        return last;
    }
}
