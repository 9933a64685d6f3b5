package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.Carrier.Action;
import io.farebox.api.Carrier.Covered;
import io.farebox.api.Fate.Charge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every provider may do to us, played for each row of {@link Carriers}: repeat itself, report in any order, too early, of
 * messages that nobody knows, with signatures that do not fit, and junk. No answer is a fault of ours, none has an effect
 * twice, and none makes a carrier repeat what cannot succeed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryProviderIT {
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded;charset=UTF-8",
            "nonsense");
    private static final List<String> JUNK = List.of(
            "[]",
            "{}",
            "null",
            "{\"results\":5,\"statuses\":{},\"data\":[],\"payload\":null,\"reports\":[]}",
            "{\"results\":[1,null,[],{\"status\":[]}],\"statuses\":[5,{\"recipients\":{}}],\"data\":{\"payload\":{\"to\":[1]}}}",
            "a=%",
            "%%%",
            "stat:",
            "id:stat:err:",
            "\u0000\u0001\uffff",
            "x".repeat(1 << 20),
            "a=b&".repeat(1 << 18),
            "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
            "[".repeat(100_000),
            "{\"results\":[" + "{\"x\":[1,2,3]},".repeat(70_000) + "{}]}");

    private final ReportingStage stage = new ReportingStage("every");

    static Stream<Carrier> all() {
        return Carriers.ALL.stream();
    }

    @BeforeAll
    void open() {
        for (Carrier carrier : Carriers.ALL) {
            for (Charge charge : Charge.values()) {
                stage.connect(carrier, charge);
            }
            stage.connect(carrier.name() + "-open", carrier.name(), "", Charge.DELIVERED);
        }
    }

    @Test
    void hasARowForEachProvider() {
        String body = "{\"name\":\"x\",\"provider\":\"nobody\"}";
        assertThat(stage.api.operator("POST", "/v1/connections", body).text("/faults/0/detail"))
                .endsWith(all().map(Carrier::name).sorted().collect(Collectors.joining(", ")));
    }

    private static Action actionOf(Carrier carrier, String status) {
        return carrier.statuses().getOrDefault(status, Action.WAIT);
    }

    /** Twice, because carriers repeat themselves; named by our id in the provider's field, and in the query. */
    @ParameterizedTest
    @MethodSource("all")
    void eachStatusDoesWhatItsRowSays(Carrier carrier) {
        for (Charge charge : Charge.values()) {
            List<String> statuses = new ArrayList<>(carrier.statuses().keySet());
            List<String> messages = stage.messages(stage.connectionOf(carrier, charge), 2 * statuses.size());
            List<Fate> fates =
                    messages.stream().map(message -> new Fate(charge)).toList();
            for (int i = 0; i < messages.size(); i++) {
                String status = statuses.get(i / 2);
                String message = messages.get(i);
                Posted report = i % 2 == 1 && carrier.hasOwnId()
                        ? carrier.report(status, "", "own-id", message)
                        : carrier.report(status, message);
                for (int times = 0; times < 2; times++) {
                    stage.assertTaken(carrier, charge, report, fates.get(i).after(actionOf(carrier, status)));
                }
                stage.assertCredits(message, fates, carrier + " " + status);
            }
        }
    }

    /** All statuses one after another, forwards, backwards and shuffled, all of it twice over, to one message each. */
    @ParameterizedTest
    @MethodSource("all")
    void theFirstFinalStateWinsInAnyOrder(Carrier carrier) {
        for (Charge charge : Charge.values()) {
            List<List<String>> orders = orders(carrier);
            List<String> messages = stage.messages(stage.connectionOf(carrier, charge), orders.size());
            List<Fate> fates =
                    messages.stream().map(message -> new Fate(charge)).toList();
            for (int i = 0; i < orders.size(); i++) {
                List<String> twice = new ArrayList<>(orders.get(i));
                twice.addAll(orders.get(i));
                for (String status : twice) {
                    stage.assertTaken(
                            carrier,
                            charge,
                            carrier.report(status, messages.get(i)),
                            fates.get(i).after(actionOf(carrier, status)));
                }
                stage.assertCredits(messages.get(i), fates, carrier + " " + orders.get(i));
            }
        }
    }

    private static List<List<String>> orders(Carrier carrier) {
        List<List<String>> orders = new ArrayList<>();
        List<String> forwards = new ArrayList<>(carrier.statuses().keySet());
        orders.add(forwards);
        List<String> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        orders.add(backwards);
        for (long seed = 1; seed <= 4; seed++) {
            List<String> shuffled = new ArrayList<>(forwards);
            Collections.shuffle(shuffled, new Random(seed));
            orders.add(shuffled);
        }
        return orders;
    }

    private static String statusThat(Carrier carrier, Action action) {
        return carrier.statuses().keySet().stream()
                .filter(status -> actionOf(carrier, status) == action)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatNobodyKnowsIsTaken(Carrier carrier) {
        Charge charge = Charge.DELIVERED;
        String message = stage.messages(stage.connectionOf(carrier, charge), 1).get(0);
        String delivered = statusThat(carrier, Action.CONFIRM);
        for (String id : List.of(
                message.replaceFirst("-0$", "-7"),
                message.replaceFirst("-0$", "-99999"),
                "s" + "0".repeat(message.indexOf('-') - 1) + "-0",
                "s" + "z".repeat(message.indexOf('-') - 1) + "-0",
                "x".repeat(900))) {
            stage.assertTaken(carrier, charge, carrier.report(delivered, id), "unknown-message");
        }
        stage.assertCredits(message, List.of(new Fate(charge)), carrier);
    }

    /** A report may overtake the answer to the send, and so the link: it is taken, and counts when it is repeated. */
    @ParameterizedTest
    @MethodSource("all")
    void whatComesTooEarlyCountsWhenItIsRepeated(Carrier carrier) {
        if (!carrier.hasOwnId()) {
            return;
        }
        Charge charge = Charge.DELIVERED;
        String message = stage.messages(stage.connectionOf(carrier, charge), 1).get(0);
        String delivered = statusThat(carrier, Action.CONFIRM);
        String ownId = carrier.name() + "-0A1b-" + System.nanoTime();
        Posted report = carrier.report(delivered, "", ownId, "");
        stage.assertTaken(carrier, charge, report, "unknown-message");
        stage.link(message, stage.connectionOf(carrier, charge), ownId);
        stage.assertTaken(carrier, charge, report, "confirmed");
        // A reference that is none of ours does not hide the carrier's own id.
        stage.assertTaken(carrier, charge, carrier.report(delivered, "campaign-7", ownId, ""), "already-confirmed");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsNotSignedAsItMustBeIsRefused(Carrier carrier) {
        Charge charge = Charge.DELIVERED;
        List<String> messages = stage.messages(stage.connectionOf(carrier, charge), 2);
        String delivered = statusThat(carrier, Action.CONFIRM);
        String waiting = statusThat(carrier, Action.WAIT);
        Posted report = carrier.report(delivered, messages.get(0));
        long now = Instant.now().getEpochSecond();
        stage.assertRefused(carrier, charge, report);
        stage.assertRefused(carrier, charge, stage.signed(carrier, charge, report, carrier.secret() + "x", now));
        if (carrier.covered().contains(Covered.CONTENT)) {
            Posted altered = stage.signed(carrier, charge, carrier.report(waiting, messages.get(0)))
                    .altered(Carrier.part(waiting, 0), Carrier.part(delivered, 0));
            stage.assertRefused(carrier, charge, altered);
        }
        if (carrier.covered().contains(Covered.QUERY)) {
            Posted altered = stage.signed(carrier, charge, report).and("m=" + messages.get(1));
            stage.assertRefused(carrier, charge, altered);
        }
        if (carrier.covered().contains(Covered.TIME)) {
            for (long away : new long[] {-1000, 1000}) {
                stage.assertRefused(
                        carrier, charge, stage.signed(carrier, charge, report, carrier.secret(), now + away));
            }
        }
        stage.assertCredits(messages.get(0), List.of(new Fate(charge), new Fate(charge)), carrier);
        stage.assertTaken(carrier, charge, report, "confirmed");
    }

    /** Right reports under other types, and what is no report at all, where no secret keeps it out. */
    @ParameterizedTest
    @MethodSource("all")
    void junkIsNeverAFaultOfOurs(Carrier carrier) {
        String connection = "every-" + carrier.name() + "-open";
        String message = stage.messages(connection, 1).get(0);
        Posted right = carrier.report(statusThat(carrier, Action.WAIT), message);
        for (String type : TYPES) {
            assertHarmless(carrier, connection, right.as(type));
            for (String body : JUNK) {
                assertHarmless(carrier, connection, Posted.post(type, body).and("m=" + message));
            }
        }
        for (String query : List.of("", "m=nonsense", "m=" + "x".repeat(3000), "m=%00", "m=" + message + "&m=x")) {
            assertHarmless(carrier, connection, Posted.get(query));
        }
        stage.assertCredits(message, List.of(new Fate(Charge.DELIVERED)), carrier);
    }

    /** Reports with characters changed, doubled, taken out and cut off: a seed that fails can be run again. */
    @ParameterizedTest
    @MethodSource("all")
    void alteredReportsAreNeverAFaultOfOurs(Carrier carrier) {
        String connection = "every-" + carrier.name() + "-open";
        Random random = new Random(carrier.name().hashCode());
        Posted report = carrier.report(statusThat(carrier, Action.CONFIRM), "x");
        for (int i = 0; i < 40; i++) {
            String text = altered(report.body().isEmpty() ? report.query() : report.body(), random);
            assertHarmless(
                    carrier,
                    connection,
                    report.body().isEmpty()
                            ? Posted.get(text.replaceAll("[^\\w=&.-]", "%01"))
                            : Posted.post(report.type(), text));
        }
    }

    private static String altered(String text, Random random) {
        StringBuilder altered = new StringBuilder(text);
        for (int change = random.nextInt(6); change >= 0 && altered.length() > 1; change--) {
            int at = random.nextInt(altered.length());
            switch (random.nextInt(4)) {
                case 0 -> altered.setCharAt(at, (char) random.nextInt(256));
                case 1 -> altered.insert(at, altered.substring(at));
                case 2 -> altered.deleteCharAt(at);
                default -> altered.setLength(at + 1);
            }
        }
        return altered.toString();
    }

    private void assertHarmless(Carrier carrier, String connection, Posted report) {
        Posted sent =
                carrier.name().equals("farebox") ? report.with("Authorization", "Bearer " + carrier.secret()) : report;
        assertThat(stage.post(connection, sent).status())
                .as("%s %.80s", carrier, report)
                .isIn(200, 202, 400, 415);
    }
}
