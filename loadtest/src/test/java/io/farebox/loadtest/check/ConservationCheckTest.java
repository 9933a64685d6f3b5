package io.farebox.loadtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.check.Told.Sent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check passes on answers that agree and fails on each way in which they could be doctored. */
class ConservationCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BALANCE = "/v1/accounts/a1/balance";
    private static final String LEDGER = "/v1/accounts/a1/ledger?limit=1000";
    private static final String PAGE_2 = "/v1/accounts/a1/ledger?limit=1000&cursor=p+2";
    private static final String MESSAGES = "/v1/sends/s1/messages?limit=1000";

    /** 100 granted; s1 of three messages at 2: one confirmed, one released and charged again, one held. s2 unanswered. */
    private final Map<String, String> answers = new HashMap<>(Map.of(
            BALANCE,
            "{'available': '93', 'reserved': '3', 'confirmed': '4'}",
            LEDGER,
            "{'items': [" + line("6", "recharged", "-2", 1, "s1", "r1") + ","
                    + line("5", "released", "2", 1, "s1", "r1") + "," + line("4", "confirmed", "2", 1, "s1", "r1")
                    + "], 'next': 'p 2'}",
            PAGE_2,
            "{'items': [" + line("3", "reserved", "-1", 1, "s2", "r2") + ","
                    + line("2", "reserved", "-6", 3, "s1", "r1") + "," + line("1", "granted", "100", 0, "", "") + "]}",
            MESSAGES,
            "{'items': [{'id': 's1-0', 'status': 'confirmed'}, {'id': 's1-1', 'status': 'recharged'},"
                    + " {'id': 's1-2', 'status': 'reserved'}], 'next': null}"));

    private Told told = new Told(
            "a1", "key", 100_000_000, List.of(new Sent("s1", "r1", 3, 6_000_000)), List.of("r2"), 4_000_000, 0);

    @Test
    void answersThatAgreeAreSound() throws Exception {
        Verdict verdict = check();
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict)
                .hasToString("Every credit is accounted for: 1 accounts, 1 sends, 6 ledger lines, "
                        + "3 messages one by one.");
    }

    @Test
    void creditsThatVanishAreFound() throws Exception {
        doctor(BALANCE, "'93'", "'92.999999'");
        assertFault("granted − available = reserved + confirmed");
        assertFault("available by the ledger");
    }

    @Test
    void aSendThatIsNotOnTheLedgerIsFound() throws Exception {
        doctor(PAGE_2, "'s1'", "'s9'");
        assertFault("send s1, times on the ledger: expected 1, found 0");
        assertFault("send s9 is on the ledger and was told to nobody");
    }

    @Test
    void aSendThatIsThereTwiceIsFound() throws Exception {
        doctor(PAGE_2, "{'items': [", "{'items': [" + line("7", "reserved", "-6", 3, "s1", "r1") + ",");
        assertFault("send s1, times on the ledger: expected 1, found 2");
        assertFault("available by the ledger");
    }

    @Test
    void anUnansweredSendMayBeCarriedOutOnce() throws Exception {
        doctor(PAGE_2, "{'items': [", "{'items': [" + line("7", "reserved", "-1", 1, "s3", "r2") + ",");
        assertFault("was told to nobody");
    }

    @Test
    void aMessageChargedTwiceIsFound() throws Exception {
        doctor(LEDGER, "{'items': [", "{'items': [" + line("8", "confirmed", "2", 2, "s1", "r1") + ",");
        assertFault("send s1: 4 messages charged of 3");
        assertFault("confirmed by the ledger: expected 4000000, found 6000000");
    }

    @Test
    void aChargeThatNoReportAskedForIsFound() throws Exception {
        told = new Told(told.account(), told.key(), told.grantedMicro(), told.sends(), told.unanswered(), 2_000_000, 0);
        assertFault("confirmed by reports: expected 2000000, found 4000000");
    }

    @Test
    void aLineThatComesTwiceIsFound() throws Exception {
        doctor(LEDGER, "{'items': [", "{'items': [" + line("1", "granted", "100", 0, "", "") + ",");
        assertFault("ledger line 1 comes twice");
    }

    @Test
    void aLapseIsNotOurs() throws Exception {
        doctor(LEDGER, "'released'", "'lapsed'");
        assertFault("of the kind lapsed");
    }

    @Test
    void messagesAreComparedOneByOne() throws Exception {
        doctor(MESSAGES, "'reserved'", "'released'");
        assertFault("message s1-2 is released and should be reserved");
        doctor(MESSAGES, "'s1-1'", "'s1-0'");
        assertFault("message s1-0 comes twice");
        assertFault("messages in its history: expected 3, found 2");
    }

    @Test
    void theLedgerIsWaitedFor() throws Exception {
        String whole = answers.get(PAGE_2);
        doctor(PAGE_2, "'s1'", "'s9'");
        int[] reads = {0};
        ConservationCheck check = new ConservationCheck(
                key -> path -> {
                    if (path.equals(BALANCE) && ++reads[0] == 2) {
                        answers.put(PAGE_2, String.valueOf(whole));
                    }
                    return answer(path);
                },
                Duration.ofSeconds(20));
        assertThat(check.check(List.of(told), ConservationCheckTest::expected).faults())
                .isEmpty();
        assertThat(reads[0]).isEqualTo(2);
    }

    private static String line(String id, String kind, String credits, int messages, String send, String reference) {
        return String.format(
                "{'id': '%s', 'kind': '%s', 'credits': '%s', 'messages': %d, 'send': '%s', 'reference': '%s'}",
                id, kind, credits, messages, send, reference);
    }

    private void doctor(String path, String from, String to) {
        String sound = String.valueOf(answers.get(path));
        assertThat(sound).contains(from);
        answers.put(path, sound.replace(from, to));
    }

    private void assertFault(String part) throws Exception {
        assertThat(check().faults()).anySatisfy(fault -> assertThat(fault).contains(part));
    }

    private Verdict check() throws Exception {
        ConservationCheck check = new ConservationCheck(key -> this::answer, Duration.ZERO);
        return check.check(List.of(told), ConservationCheckTest::expected);
    }

    private JsonNode answer(String path) throws java.io.IOException {
        return JSON.readTree(String.valueOf(answers.get(path)).replace('\'', '"'));
    }

    private static String expected(Sent send, int index) {
        return List.of("confirmed", "recharged", "reserved").get(index);
    }
}
