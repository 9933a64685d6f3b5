package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Balance;
import io.farebox.charge.Lot;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.Part;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.LiveState.Source;
import io.farebox.ledger.Restoration;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replaces a partition's state through restore.lua, one short call for each part. */
final class RedisRestoration implements Restoration {
    /** Calls under way at once. */
    private static final int AT_ONCE = 64;
    /** Keys that one step of a walk over all keys looks at. */
    private static final int KEYS_MAX = 1000;

    private static final char SEPARATOR = '\u001f';

    private final Questions questions;
    private final ScriptLibrary library;
    private final PartitionKeys[] names;
    private final RedisLiveState live;
    private final RedisJournal journal;

    RedisRestoration(
            Questions questions,
            ScriptLibrary library,
            PartitionKeys[] names,
            RedisLiveState live,
            RedisJournal journal) {
        this.questions = questions;
        this.library = library;
        this.names = names;
        this.live = live;
        this.journal = journal;
    }

    @Override
    public Mono<Long> close(int partition, String epoch) {
        PartitionKeys keys = names[partition];
        byte[][] given = {keys.state(), keys.callers(), keys.due(), keys.grants()};
        return questions
                .ask(
                        partition,
                        redis -> redis.<byte[]>fcall(
                                library.function("close"), ScriptOutputType.VALUE, given, bytes(epoch)))
                .map(seq -> Long.parseLong(new String(seq, UTF_8)));
    }

    @Override
    public Mono<Void> empty(int partition) {
        PartitionKeys keys = names[partition];
        return Flux.just(Source.RECORDS, Source.ANSWERS)
                .concatMap(source -> live.ids(partition, source, null, KEYS_MAX)
                        .expand(page ->
                                page.next() == null ? Mono.empty() : live.ids(partition, source, page.next(), KEYS_MAX))
                        .filter(page -> !page.ids().isEmpty())
                        .concatMap(page -> drop(
                                partition,
                                page.ids().stream()
                                        .map(id -> source == Source.RECORDS ? keys.record(id) : keys.once(id))
                                        .toArray(byte[][]::new))))
                .then(journal.createGroup(partition))
                .then();
    }

    private Mono<Long> drop(int partition, byte[][] keys) {
        return questions.ask(partition, redis -> redis.unlink(keys));
    }

    @Override
    public Mono<Void> fill(int partition, List<Part> parts, long nowMs) {
        return Flux.fromIterable(parts)
                .flatMap(part -> put(partition, part, nowMs), AT_ONCE)
                .then();
    }

    @Override
    public Mono<Void> due(int partition, List<String> accounts, long atMs) {
        return Flux.fromIterable(accounts)
                .flatMap(
                        account -> questions.ask(
                                partition, redis -> redis.zadd(names[partition].due(), (double) atMs, bytes(account))),
                        AT_ONCE)
                .then();
    }

    @Override
    public Mono<Void> open(int partition, long seq) {
        return call(partition, "reopen", List.of(Long.toString(seq)), names[partition].state());
    }

    private Mono<Void> put(int partition, Part part, long nowMs) {
        PartitionKeys keys = names[partition];
        if (part instanceof Part.OfNode of) {
            return call(partition, "put_node", node(of.node()), keys.state());
        } else if (part instanceof Part.OfPool of) {
            return call(partition, "put_pool", pool(of), keys.grants());
        } else if (part instanceof Part.OfRecord of) {
            return putRecord(partition, of);
        } else if (part instanceof Part.OfAnswer of && of.untilMs() > nowMs) {
            return call(partition, "put_answer", answer(of, of.untilMs() - nowMs), keys.once(of.id()));
        }
        return Mono.empty();
    }

    private static List<Object> node(Node n) {
        return List.of(
                n.id(),
                n.parent() == null ? "" : n.parent(),
                n.funding().code(),
                n.limitMicro(),
                n.window().kind().code(),
                n.window().startMs(),
                n.window().endMs(),
                n.creditLimitMicro(),
                n.status().code(),
                n.availableMicro(),
                n.reservedMicro(),
                n.confirmedMicro(),
                n.spentMicro(),
                n.nextExpiryMs(),
                n.children(),
                n.topUp().belowMicro(),
                n.topUp().creditsMicro());
    }

    private static List<Object> pool(Part.OfPool of) {
        List<Object> arguments =
                new ArrayList<>(List.of(of.id(), of.pool().lots().size()));
        for (Lot lot : of.pool().lots()) {
            arguments.addAll(List.of(lot.grant(), lot.creditsMicro(), lot.expiresAtMs()));
        }
        arguments.addAll(of.pool().lists());
        return arguments;
    }

    private Mono<Void> putRecord(int partition, Part.OfRecord record) {
        PartitionKeys keys = names[partition];
        List<Object> arguments = new ArrayList<>(List.of(record.id()));
        arguments.addAll(RecordFields.head(record));
        RecordFields.write(record).forEach((field, value) -> arguments.addAll(List.of(field, value)));
        return call(partition, "put_record", arguments, keys.record(record.id()), keys.due());
    }

    private static List<Object> answer(Part.OfAnswer of, long ttlMs) {
        List<Object> arguments = new ArrayList<>(List.of(ttlMs, of.fingerprint(), of.untilMs(), reply(of.outcome())));
        @Nullable Order order = of.order();
        if (order != null) {
            arguments.addAll(List.of(
                    order.count(),
                    order.totalMicro(),
                    EntryCodec.classes(order.classes()),
                    order.label(),
                    order.classMap()));
        }
        return arguments;
    }

    /** What charge.lua answered; only these kinds are remembered. */
    private static String reply(Outcome outcome) {
        if (outcome instanceof Outcome.Reserved r) {
            return joined("R", r.record(), r.slot(), r.upTo(), r.count(), r.creditsMicro(), counters(r.balance()));
        } else if (outcome instanceof Outcome.Done d) {
            return joined("D", d.node(), counters(d.balance()));
        } else if (outcome instanceof Outcome.Settled s) {
            return joined("S", s.settlement().code(), s.creditsMicro());
        }
        throw new IllegalArgumentException("no such outcome is remembered: " + outcome);
    }

    private static String counters(Balance balance) {
        return joined(balance.availableMicro(), balance.reservedMicro(), balance.confirmedMicro());
    }

    private static String joined(Object... fields) {
        StringBuilder text = new StringBuilder();
        for (Object field : fields) {
            text.append(text.length() == 0 ? "" : SEPARATOR).append(field);
        }
        return text.toString();
    }

    private Mono<Void> call(int partition, String function, List<?> arguments, byte[]... keys) {
        byte[][] given = arguments.stream()
                .map(argument -> argument instanceof byte[] raw ? raw : bytes(argument.toString()))
                .toArray(byte[][]::new);
        return questions
                .ask(
                        partition,
                        redis -> redis.<Object>fcall(library.function(function), ScriptOutputType.INTEGER, keys, given))
                .then();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
