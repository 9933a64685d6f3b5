package io.farebox.cassandra;

import static io.farebox.cassandra.Keyspaces.await;
import static io.farebox.cassandra.Keyspaces.run;
import static io.farebox.cassandra.Samples.KEY;
import static io.farebox.cassandra.Samples.NOON;
import static io.farebox.cassandra.Samples.PARTITION;
import static io.farebox.cassandra.Samples.ROOT;
import static io.farebox.cassandra.Samples.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.charge.Settlement;
import io.farebox.ledger.History;
import io.farebox.ledger.History.LedgerLine;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.ReportLine;
import io.farebox.ledger.History.UsageLine;
import io.farebox.ledger.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

final class CassandraHistoryIT {
    private static final Instant FROM = NOON.minusSeconds(86_400);
    private static final Instant TO = NOON.plusSeconds(3 * 86_400);
    private static final LocalDate DAY = LocalDate.parse("2026-03-10");
    private static final String BURST = Ids.send(Samples.record(1), 0);
    private static final String SINGLE = Ids.send(Samples.record(2), 4);
    private static final String LAPSED = Ids.send(Samples.record(2), 5);

    private static final History HISTORY = Keyspaces.shared().history();

    @BeforeAll
    static void store() {
        run(Keyspaces.shared().archive().store(PARTITION, Samples.journal()));
    }

    @Test
    void theLedgerShowsEveryMovementNewestFirst() {
        List<LedgerLine> lines = all(1000, cursor -> HISTORY.ledger(ROOT, FROM, TO, cursor, 1000));

        assertThat(lines)
                .extracting(
                        LedgerLine::kind,
                        LedgerLine::account,
                        LedgerLine::list,
                        LedgerLine::creditsMicro,
                        LedgerLine::messages,
                        LedgerLine::reason)
                .containsExactly(
                        tuple("LAPSED", SHARED, "", 1_500_000L, 1, "no report in 72 h"),
                        tuple("RECHARGED", ROOT, "news", -1_500_000L, 1, "late"),
                        tuple("RECHARGED", ROOT, "news", -2_000_000L, 1, "late"),
                        tuple("RELEASED", ROOT, "news", 3_500_000L, 2, "absent"),
                        tuple("CONFIRMED", ROOT, "news", 3_500_000L, 2, "ok"),
                        tuple("MOVED", ROOT, "news", 5_000_000L, 0, ""),
                        tuple("MOVED", ROOT, "", -5_000_000L, 0, ""),
                        tuple("RESERVED", SHARED, "", -1_500_000L, 1, ""),
                        tuple("RESERVED", ROOT, "", -1_500_000L, 1, ""),
                        tuple("RESERVED", ROOT, "news", -2_800_000_000L, 1600, ""),
                        tuple("GRANTED", ROOT, "", 100_000_000L, 0, ""));
        assertThat(lines)
                .extracting(LedgerLine::id)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(lines).element(6).extracting(LedgerLine::reference).isEqualTo(Samples.LIST);
        assertThat(lines).element(4).extracting(LedgerLine::availableMicro).isEqualTo(50_000_001L);
    }

    @Test
    void pagesOfAnySizeShowTheSameLedger() {
        List<LedgerLine> whole = all(1000, cursor -> HISTORY.ledger(ROOT, FROM, TO, cursor, 1000));
        for (int limit : List.of(1, 2, 3, 10, 11)) {
            assertThat(all(limit, cursor -> HISTORY.ledger(ROOT, FROM, TO, cursor, limit)))
                    .isEqualTo(whole);
        }
    }

    @Test
    void theSpanBeginsInclusiveAndEndsExclusive() {
        Instant second = NOON.plusSeconds(1);
        assertThat(all(100, cursor -> HISTORY.ledger(ROOT, second, second.plusMillis(1), cursor, 100)))
                .hasSize(3);
        assertThat(all(100, cursor -> HISTORY.ledger(ROOT, NOON, second, cursor, 100)))
                .hasSize(6);
        assertThat(all(100, cursor -> HISTORY.ledger(SHARED, NOON, second, cursor, 100)))
                .extracting(LedgerLine::payer)
                .containsExactly(ROOT);
    }

    @Test
    void aBurstIsReadInChunksWithItsRefusedOnesLeftOut() {
        List<MessageLine> messages = all(700, cursor -> HISTORY.messagesOfSend(BURST, cursor, 700));

        assertThat(messages).hasSize(1600);
        assertThat(messages)
                .extracting(m -> Ids.indexOf(m.id()))
                .allMatch(i -> i < 2400 && i % 3 != 2)
                .isSorted();
        assertThat(messages).allMatch(m -> m.to().equals("+" + (4915100000000L + Ids.indexOf(m.id()))));
        assertThat(messages.subList(0, 4))
                .extracting(
                        MessageLine::country,
                        MessageLine::segments,
                        MessageLine::creditsMicro,
                        MessageLine::status,
                        MessageLine::reason)
                .containsExactly(
                        tuple("DE", 1, 1_500_000L, "confirmed", "ok"),
                        tuple("FR", 2, 2_000_000L, "confirmed", "ok"),
                        tuple("DE", 1, 1_500_000L, "recharged", "late"),
                        tuple("FR", 2, 2_000_000L, "recharged", "late"));
        assertThat(messages.subList(4, messages.size()))
                .allMatch(m -> m.status().equals("reserved"));
        assertThat(messages).first().satisfies(m -> {
            assertThat(m.settledAt()).isEqualTo(NOON.plusSeconds(1));
            assertThat(m.at()).isEqualTo(NOON);
            assertThat(m.list()).isEqualTo("news");
            assertThat(m.label()).isEqualTo("spring");
            assertThat(m.reference()).isEqualTo("burst");
            assertThat(m.sender()).isEqualTo(KEY);
            assertThat(m.channel()).isEqualTo("sms");
        });
    }

    @Test
    void theHistoryOfAMessageHasEveryReport() {
        History.MessageHistory history = await(HISTORY.message(Ids.message(BURST, 4)));

        assertThat(history.message().status()).isEqualTo("recharged");
        assertThat(history.reports())
                .extracting(ReportLine::status, ReportLine::result, ReportLine::reason)
                .containsExactly(tuple("failed", "released", "absent"), tuple("delivered", "recharged", "late"));
        assertThat(HISTORY.message(Ids.message(BURST, 2_499)).blockOptional()).isEmpty();
    }

    @Test
    void theDeadlineSettlesWhatNoReportHas() {
        assertThat(await(HISTORY.messagesOfSend(LAPSED, null, 10)).items())
                .extracting(MessageLine::status, MessageLine::reason, MessageLine::settledAt)
                .containsExactly(tuple("released", "no report in 72 h", NOON.plusSeconds(86_400)));
        assertThat(await(HISTORY.messagesOfSend(SINGLE, null, 10)).items())
                .extracting(MessageLine::status, MessageLine::settledAt)
                .containsExactly(tuple("reserved", null));
    }

    @Test
    void aSendIsFoundByItsId() {
        assertThat(await(HISTORY.send(BURST)))
                .isEqualTo(new History.SendLine(
                        BURST, ROOT, "news", "sms", "spring", "burst", KEY, NOON, 1600, 2_800_000_000L));
        assertThat(HISTORY.send(Ids.send(Samples.record(99), 0)).blockOptional())
                .isEmpty();
        assertThat(HISTORY.send("nonsense").blockOptional()).isEmpty();
        assertThat(await(HISTORY.messagesOfSend("nonsense", null, 10)).items()).isEmpty();
    }

    @Test
    void aSendOfWhichOnlyTheEndHasArrivedIsNotThereYet() {
        Entry.Reserved unseen = Samples.single(Samples.record(50), 0, ROOT, KEY);
        run(Keyspaces.shared()
                .archive()
                .store(
                        PARTITION,
                        List.of(Samples.block(
                                900,
                                NOON.minusSeconds(40 * 86_400),
                                Samples.lapsed(unseen, 1, 1),
                                Samples.settled(Settlement.CONFIRMED, unseen, 0, "ok")))));
        assertThat(HISTORY.send(Ids.send(Samples.record(50), 0)).blockOptional())
                .isEmpty();
    }

    @Test
    void sendsThatShareARowAreFoundByTheirSlots() {
        String record = Samples.record(51);
        String account = Ids.account(PARTITION, 31);
        List<Entry> sends = new ArrayList<>();
        for (int slot = 2; slot < 200; slot++) {
            // Two keys in turn, and a slot that another call took.
            if (slot != 100) {
                sends.add(Samples.single(record, slot, account, slot % 2 == 0 ? KEY : "key-2"));
            }
        }
        Entry.Reserved lapsing = Samples.single(record, 150, account, KEY);
        run(Keyspaces.shared()
                .archive()
                .store(
                        PARTITION,
                        List.of(
                                Samples.block(902, NOON.minusSeconds(20 * 86_400), sends.toArray(Entry[]::new)),
                                Samples.block(
                                        903, NOON.minusSeconds(17 * 86_400), Samples.lapsed(lapsing, 1, 1_500_000)))));

        for (int slot : new int[] {2, 3, 99, 101, 150, 151, 199}) {
            String send = Ids.send(record, slot);
            assertThat(await(HISTORY.send(send)))
                    .extracting(History.SendLine::id, History.SendLine::reference, History.SendLine::sender)
                    .containsExactly(send, "ref-" + slot, slot % 2 == 0 ? KEY : "key-2");
            assertThat(await(HISTORY.messagesOfSend(send, null, 10)).items())
                    .extracting(MessageLine::to, MessageLine::status)
                    .containsExactly(tuple("+" + (4915112345000L + slot), slot == 150 ? "released" : "reserved"));
        }
        for (int slot : new int[] {0, 1, 100, 200, 1023}) {
            assertThat(HISTORY.send(Ids.send(record, slot)).blockOptional()).isEmpty();
        }
    }

    @Test
    void messagesOfAnAccountComeSendBySend() {
        List<MessageLine> whole = all(1000, cursor -> HISTORY.messages(ROOT, DAY, DAY, null, cursor, 1000));
        assertThat(whole).hasSize(1601);
        assertThat(whole).first().extracting(MessageLine::id).isEqualTo(SINGLE + "-0");
        for (int limit : List.of(7, 400, 1000)) {
            assertThat(all(limit, cursor -> HISTORY.messages(ROOT, DAY, DAY, null, cursor, limit)))
                    .isEqualTo(whole);
        }
        assertThat(all(10, cursor -> HISTORY.messages(SHARED, DAY, DAY, null, cursor, 10)))
                .hasSize(1);
        assertThat(all(10, cursor -> HISTORY.messages(SHARED, DAY, DAY, KEY, cursor, 10)))
                .isEmpty();
        assertThat(all(10, cursor -> HISTORY.messages(SHARED, DAY, DAY, "key-2", cursor, 10)))
                .hasSize(1);
        assertThat(all(10, cursor -> HISTORY.messages(ROOT, DAY.plusDays(1), DAY.plusDays(9), null, cursor, 10)))
                .isEmpty();
    }

    @Test
    void aRareSenderIsFoundThroughShortPages() {
        String account = Ids.account(PARTITION, 30);
        Entry[] sends = new Entry[60];
        for (int slot = 0; slot < sends.length; slot++) {
            sends[slot] = Samples.single(Samples.record(30), slot, account, slot == 3 ? "rare" : "often");
        }
        run(Keyspaces.shared()
                .archive()
                .store(PARTITION, List.of(Samples.block(901, NOON.minusSeconds(9 * 86_400), sends))));
        LocalDate day = DAY.minusDays(9);
        History scansLittle = Keyspaces.historyThatScans(Keyspaces.shared(), 10);

        Page<MessageLine> first = await(scansLittle.messages(account, day, day, "rare", null, 5));
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(all(5, cursor -> scansLittle.messages(account, day, day, "rare", cursor, 5)))
                .extracting(MessageLine::id)
                .containsExactly(Ids.send(Samples.record(30), 3) + "-0");
        assertThat(all(7, cursor -> scansLittle.messages(account, day, day, null, cursor, 7)))
                .hasSize(60);
    }

    @Test
    void usageSumsByDayListLabelCountryAndStatus() {
        assertThat(await(HISTORY.usage(ROOT, DAY, DAY.plusDays(1))))
                .containsExactly(
                        new UsageLine(DAY, "", "label", "DE", "reserved", 1, 1_500_000),
                        new UsageLine(DAY, "news", "spring", "DE", "confirmed", 1, 1_500_000),
                        new UsageLine(DAY, "news", "spring", "DE", "released", 1, 1_500_000),
                        new UsageLine(DAY, "news", "spring", "DE", "reserved", 800, 1_200_000_000),
                        new UsageLine(DAY, "news", "spring", "FR", "confirmed", 1, 2_000_000),
                        new UsageLine(DAY, "news", "spring", "FR", "recharged", 1, 2_000_000),
                        new UsageLine(DAY, "news", "spring", "FR", "released", 1, 2_000_000),
                        new UsageLine(DAY, "news", "spring", "FR", "reserved", 800, 1_600_000_000),
                        new UsageLine(DAY.plusDays(1), "news", "spring", "DE", "recharged", 1, 1_500_000));
        assertThat(await(HISTORY.usage(SHARED, DAY, DAY.plusDays(1))))
                .containsExactly(
                        new UsageLine(DAY, "", "label", "DE", "reserved", 1, 1_500_000),
                        new UsageLine(DAY.plusDays(1), "", "label", "", "released", 1, 1_500_000));
    }

    @Test
    void cursorsLimitsAndSpansAreChecked() {
        refused(HISTORY.ledger(ROOT, FROM, TO, "%%%", 10), "the cursor is not base64url");
        refused(HISTORY.ledger(ROOT, FROM, TO, "x".repeat(200), 10), "the cursor is longer than 128 characters");
        refused(HISTORY.ledger(ROOT, FROM, TO, Cursor.ofIndex(3), 10), "the cursor is not one of the ledger");
        String early = new Cursor.Line(FROM.toEpochMilli() - 1, 1, 1).text();
        refused(HISTORY.ledger(ROOT, FROM, TO, early, 10), "the cursor lies outside the span that is asked for");
        refused(HISTORY.messages(ROOT, DAY, DAY, null, early, 10), "the cursor is not one of the messages");
        refused(HISTORY.messagesOfSend(BURST, early, 10), "the cursor is not one of the messages of a send");
        refused(HISTORY.ledger(ROOT, FROM, TO, null, 0), "a page has 1 to 1000 items, not 0");
        refused(HISTORY.messagesOfSend(BURST, null, 1001), "a page has 1 to 1000 items, not 1001");
        refused(HISTORY.usage(ROOT, DAY, DAY.plusYears(2)), "the span is longer than 13 months");
        refused(HISTORY.ledger(ROOT, TO, FROM, null, 10), "the span ends before it begins");
    }

    private static void refused(Mono<?> query, String message) {
        assertThatThrownBy(query::block)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static <T> List<T> all(int limit, Function<@Nullable String, Mono<Page<T>>> query) {
        List<T> items = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = await(query.apply(cursor));
            assertThat(page.items().size()).isLessThanOrEqualTo(limit);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }
}
