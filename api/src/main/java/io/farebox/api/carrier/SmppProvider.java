package io.farebox.api.carrier;

import io.farebox.api.http.Problem;
import io.farebox.directory.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Receipts of an SMPP bridge: the text of a deliver_sm, one a line, or the parameters receipted_message_id and message_state;
 * verified by a token. The message is the one in the callback's query, or the receipt's id where that is one of ours.
 */
final class SmppProvider implements Provider {
    private static final int RECEIPTS_MAX = 10_000;
    /** Fields come in any order, and some are missing; the text at the end is the message's own. */
    private static final Pattern ID = Pattern.compile("(?i)(?:^|\\s)id:(\\S+)");

    private static final Pattern STATE = Pattern.compile("(?i)(?:^|\\s)stat:(\\S+)");
    private static final Pattern ERROR = Pattern.compile("(?i)(?:^|\\s)err:(\\S+)");
    private static final Pattern TEXT = Pattern.compile("(?i)\\stext:.*");

    @Override
    public String name() {
        return "smpp";
    }

    @Override
    public Set<String> configurableFields() {
        return Set.of("message_state", "receipted_message_id");
    }

    @Override
    public List<Report> read(Delivery delivery) {
        delivery.verifyToken();
        Connection.Mapping mapping = delivery.connection().mapping();
        String state = delivery.parameterOrEmpty(mapping.field("message_state"));
        if (!state.isEmpty()) {
            String id = delivery.parameterOrEmpty(mapping.field("receipted_message_id"));
            return List.of(Report.of(delivery.message(id), Stat.of(state, mapping), state));
        }
        List<Report> reports = new ArrayList<>();
        new String(delivery.call().body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .limit(RECEIPTS_MAX + 1L)
                .forEach(line -> reports.add(report(delivery, line)));
        if (reports.isEmpty() || reports.size() > RECEIPTS_MAX) {
            throw Problem.malformed("body", "must have 1 to " + RECEIPTS_MAX + " receipts, one a line");
        }
        return reports;
    }

    private static Report report(Delivery delivery, String line) {
        String fields = TEXT.matcher(line).replaceFirst("");
        String state = find(STATE, fields);
        String error = find(ERROR, fields);
        return Report.of(
                delivery.message(find(ID, fields)),
                Stat.of(state, delivery.connection().mapping()),
                error.isEmpty() || error.equals("000") ? state : state + " " + error);
    }

    private static String find(Pattern field, String line) {
        Matcher matcher = field.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }
}
