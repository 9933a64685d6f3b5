package io.farebox.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verbs of the scenario language and what each does on a stage. */
final class Verbs {
    private static final String AMOUNT = "([0-9.]+)";
    private static final String WINDOW = "(?: a (day|month))?";
    private static final String KEY = "(?: with key (\\S+))?";
    private static final Pattern PART = Pattern.compile("(\\d+) (?:at " + AMOUNT + "|unroutable)");

    private final Map<Pattern, Function<MatchResult, String>> verbs = new LinkedHashMap<>();
    private final Stage stage;

    Verbs(Stage stage) {
        this.stage = stage;
        verb(
                "account (\\S+)(?: under (\\S+))?(?: (shared))?(?: quota " + AMOUNT + WINDOW + ")?(?: credit limit "
                        + AMOUNT + ")?",
                this::account);
        verb("list (\\S+) of (\\S+) (free|capped|assigned)(?: " + AMOUNT + WINDOW + ")?", this::list);
        verb("close list (\\S+) of (\\S+)", m -> stage.closeList(m.group(2), m.group(1)));
        verb(
                "grant (\\S+) " + AMOUNT + "(?: for (\\d+) days)?(, extending)?" + KEY,
                m -> stage.grant(
                        m.group(1),
                        m.group(2),
                        new Stage.Validity(m.group(3) == null ? 730 : Integer.parseInt(m.group(3)), m.group(4) != null),
                        orEmpty(m.group(5))));
        verb(
                "transfer " + AMOUNT + " from (\\S+) to (\\S+?)" + KEY,
                m -> stage.transfer(m.group(2), m.group(3), m.group(1), orEmpty(m.group(4))));
        verb("adjust (\\S+) by (-?[0-9.]+)", m -> stage.adjust(m.group(1), m.group(2)));
        verb(
                "fund (\\S+) (?:(shared)(?: quota " + AMOUNT + WINDOW + ")?|own(?: credit limit " + AMOUNT + ")?)",
                this::fund);
        verb("top up (\\S+) by " + AMOUNT + " below " + AMOUNT, m -> stage.topUp(m.group(1), m.group(3), m.group(2)));
        verb("close account (\\S+)", m -> stage.closeAccount(m.group(1)));
        verb(
                "schedule (\\S+) from (\\S+) to (.+?) in (\\d+) hours",
                m -> stage.schedule(m.group(1), m.group(2), parts(m.group(3)), Integer.parseInt(m.group(4))));
        verb("cancel (\\S+)", m -> stage.cancel(m.group(1)));
        verb("reserve (\\S+) " + AMOUNT + " from (\\S+)", m -> stage.reserve(m.group(1), m.group(3), m.group(2)));
        verb(
                "confirm (\\S+)(?: " + AMOUNT + ")?" + KEY,
                m -> stage.conclude(m.group(1), orEmpty(m.group(2)), orEmpty(m.group(3))));
        verb("release (\\S+)", m -> stage.conclude(m.group(1), "0", ""));
        verb("expiries (\\S+)", m -> stage.expiries(m.group(1)));
        verb("suspend (\\S+)", m -> stage.suspend(m.group(1), true));
        verb("resume (\\S+)", m -> stage.suspend(m.group(1), false));
        verb("send (\\S+) from (\\S+) to (.+?)(, as many as fit)?" + KEY, this::send);
        verb("report (\\S+) (\\d+)(?:-(\\d+))? (delivered|failed)", this::report);
        verb("balance (\\S+)", m -> stage.balance(m.group(1)));
        verb("pass (\\d+) (hours|days)", this::pass);
    }

    private void verb(String pattern, Function<MatchResult, String> meaning) {
        verbs.put(Pattern.compile(pattern), meaning);
    }

    String perform(String step) {
        String plain = step.replaceAll(" +", " ");
        for (Map.Entry<Pattern, Function<MatchResult, String>> verb : verbs.entrySet()) {
            Matcher matcher = verb.getKey().matcher(plain);
            if (matcher.matches()) {
                return verb.getValue().apply(matcher);
            }
        }
        throw new IllegalArgumentException("the scenario language has no such verb: " + step);
    }

    private String account(MatchResult m) {
        boolean shared = m.group(3) != null;
        String amount = shared ? m.group(4) : m.group(6);
        return stage.account(
                m.group(1),
                m.group(2),
                new Stage.Funded(shared ? "shared" : "own", orEmpty(amount), orEmpty(m.group(5))));
    }

    private String list(MatchResult m) {
        return stage.list(
                m.group(2), m.group(1), new Stage.Funded(m.group(3), orEmpty(m.group(4)), orEmpty(m.group(5))));
    }

    private String fund(MatchResult m) {
        boolean shared = m.group(2) != null;
        String amount = shared ? m.group(3) : m.group(5);
        return stage.fund(
                m.group(1), new Stage.Funded(shared ? "shared" : "own", orEmpty(amount), orEmpty(m.group(4))));
    }

    private String send(MatchResult m) {
        return stage.send(m.group(1), m.group(2), parts(m.group(3)), m.group(4) != null, orEmpty(m.group(5)));
    }

    private static List<Stage.Part> parts(String text) {
        List<Stage.Part> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            parts.add(new Stage.Part(Integer.parseInt(part.group(1)), orEmpty(part.group(2))));
        }
        return parts;
    }

    /** Reports a run of messages one by one and says how many came out how, in the order in which that first happened. */
    private String report(MatchResult m) {
        int first = Integer.parseInt(m.group(2));
        int last = m.group(3) == null ? first : Integer.parseInt(m.group(3));
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int index = first; index <= last; index++) {
            counts.merge(stage.report(m.group(1), index, m.group(4).equals("delivered")), 1, Integer::sum);
        }
        List<String> words = new ArrayList<>();
        counts.forEach((word, count) -> words.add(count + " " + word));
        return String.join(", ", words);
    }

    private String pass(MatchResult m) {
        long number = Long.parseLong(m.group(1));
        stage.pass(m.group(2).equals("days") ? Duration.ofDays(number) : Duration.ofHours(number));
        return "ok";
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }
}
