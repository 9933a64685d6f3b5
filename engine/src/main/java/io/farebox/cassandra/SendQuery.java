package io.farebox.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.cassandra.ReportRun.Dated;
import io.farebox.cassandra.StoredSend.Settled;
import io.farebox.charge.Ids;
import io.farebox.ledger.History.MessageLine;
import io.farebox.ledger.History.ReportLine;
import io.farebox.ledger.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The queries for one send and its messages. */
final class SendQuery {
    private final Database database;
    private final ReportQuery reports;

    SendQuery(Database database) {
        this.database = database;
        reports = new ReportQuery(database);
    }

    /** Empty where the archive has not seen it. */
    Mono<StoredSend> send(String send) {
        if (!Ids.isSend(send)) {
            return Mono.empty();
        }
        return burst(send).switchIfEmpty(Mono.defer(() -> single(send)));
    }

    private Mono<StoredSend> burst(String send) {
        var select =
                database.bind(Cql.SELECT_SEND).setString(0, Ids.recordOf(send)).setInt(1, Ids.slotOf(send));
        return database.one(select.build()).mapNotNull(row -> StoredSend.of(send, row, StoredSend.lapses(row)));
    }

    private Mono<StoredSend> single(String send) {
        String record = Ids.recordOf(send);
        var lapses = database.bind(Cql.SELECT_LAPSES).setString(0, record);
        return singles(record, Ids.slotOf(send))
                .zipWith(database.one(lapses.build()).map(StoredSend::lapses).defaultIfEmpty(Map.of()))
                .mapNotNull(found -> StoredSend.of(send, found.getT1(), found.getT2()));
    }

    /** Of all rows of the record that begin at or before a slot the last one. */
    private Mono<Row> singles(String record, int slot) {
        var buckets = database.bind(Cql.SELECT_SINGLE_BUCKETS)
                .setString(0, SingleBucket.laneOf(record))
                .setString(1, record);
        return database.rows(buckets.build())
                .flatMap(bucket -> database.one(database.bind(Cql.SELECT_SINGLES)
                        .setInt(0, Ids.partitionOfRecord(record))
                        .setLong(1, bucket.getLong(0))
                        .setString(2, record)
                        .setInt(3, slot)
                        .build()))
                .reduce((one, other) -> one.getInt("slot") > other.getInt("slot") ? one : other);
    }

    Mono<Page<MessageLine>> page(String send, @Nullable String cursor, int limit) {
        int from = Cursor.index(cursor);
        return send(send)
                .flatMap(stored -> messages(stored, from, limit + 1).collectList())
                .map(messages -> page(messages, limit))
                .defaultIfEmpty(new Page<>(List.of(), null));
    }

    private static Page<MessageLine> page(List<MessageLine> messages, int limit) {
        if (messages.size() <= limit) {
            return new Page<>(messages, null);
        }
        int next = Ids.indexOf(messages.get(limit).id());
        return new Page<>(List.copyOf(messages.subList(0, limit)), Cursor.ofIndex(next));
    }

    /** The accepted messages from an index on, at most so many; it reads as many chunks as that takes. */
    Flux<MessageLine> messages(StoredSend send, int from, int messagesMax) {
        int firstChunk = from / Recipients.CHUNK;
        int chunks = from < send.upTo() ? Recipients.chunks(send.upTo()) - firstChunk : 0;
        return Flux.range(firstChunk, chunks)
                .concatMap(chunk -> chunk(send, chunk, from, messagesMax), 1)
                .take(messagesMax);
    }

    private Flux<MessageLine> chunk(StoredSend send, int chunk, int from, int messagesMax) {
        int start = chunk * Recipients.CHUNK;
        return recipients(send, chunk).flatMapMany(recipients -> {
            List<Integer> accepted = accepted(send, recipients, start, from, messagesMax);
            if (accepted.isEmpty()) {
                return Flux.empty();
            }
            int last = accepted.get(accepted.size() - 1);
            return settlements(send, accepted.get(0), last + 1)
                    .flatMapIterable(settled -> accepted.stream()
                            .map(index -> send.message(
                                    index,
                                    recipients.to(index - start),
                                    recipients.classOf(index - start),
                                    settled.get(index)))
                            .toList());
        });
    }

    private static List<Integer> accepted(
            StoredSend send, Recipients recipients, int start, int from, int messagesMax) {
        List<Integer> accepted = new ArrayList<>();
        int end = Math.min(start + recipients.count(), send.upTo());
        for (int index = Math.max(start, from); index < end && accepted.size() < messagesMax; index++) {
            if (recipients.classOf(index - start) != 0) {
                accepted.add(index);
            }
        }
        return accepted;
    }

    private Mono<Recipients> recipients(StoredSend send, int chunk) {
        if (chunk == 0) {
            return Mono.just(send.first());
        }
        var select = database.bind(Cql.SELECT_CHUNK)
                .setString(0, Ids.recordOf(send.line().id()))
                .setInt(1, Ids.slotOf(send.line().id()))
                .setInt(2, chunk);
        return database.one(select.build())
                .map(row -> new Recipients(Objects.requireNonNull(row.getByteBuffer("recipients"))));
    }

    private Mono<Map<Integer, Settled>> settlements(StoredSend send, int from, int to) {
        return reports.reports(send.line().id(), from, to)
                .filter(dated -> Status.settles(dated.report().effect()))
                .collectMap(dated -> dated.report().index(), SendQuery::settled);
    }

    private static Settled settled(Dated dated) {
        StoredReport report = dated.report();
        return new Settled(report.effect(), report.reason(), dated.at(), report.feeMicro());
    }

    /** What a connection has reported of a message, oldest first. */
    Flux<ReportLine> reports(String message) {
        int index = Ids.indexOf(message);
        return reports.reports(Ids.sendOf(message), index, index + 1).map(SendQuery::line);
    }

    private static ReportLine line(Dated dated) {
        StoredReport report = dated.report();
        return new ReportLine(dated.at(), report.event(), report.effect(), report.reason());
    }
}
