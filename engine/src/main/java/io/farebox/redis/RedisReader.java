package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Funding;
import io.farebox.charge.Ids;
import io.farebox.charge.Lot;
import io.farebox.charge.Node;
import io.farebox.charge.State;
import io.farebox.charge.Window;
import io.farebox.ledger.Balances;
import io.farebox.ledger.Deadlines;
import io.farebox.ledger.Unavailable;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Reads nodes, grants, sends and deadlines through the reading scripts. */
final class RedisReader implements Balances, Deadlines {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Questions questions;
    private final ScriptLibrary library;
    private final PartitionKeys[] names;
    private final RedisFences fences;

    RedisReader(Questions questions, ScriptLibrary library, PartitionKeys[] names, RedisFences fences) {
        this.questions = questions;
        this.library = library;
        this.names = names;
        this.fences = fences;
    }

    @Override
    public Mono<List<Node>> nodes(int partition, List<String> ids) {
        if (partition >= names.length || ids.isEmpty()) {
            return Mono.just(List.of());
        }
        byte[][] arguments = ids.stream().map(id -> id.getBytes(UTF_8)).toArray(byte[][]::new);
        return view(partition, "nodes", names[partition].state(), arguments)
                .map(replies -> replies.stream().map(RedisReader::node).toList());
    }

    @Override
    public Mono<State.Pool> pool(String account) {
        int partition = Ids.partitionOf(account);
        return view(partition, "pool", names[partition].grants(), account.getBytes(UTF_8))
                .map(RedisReader::pool);
    }

    @Override
    public Mono<SendState> send(String send) {
        int partition = Ids.partitionOf(send);
        if (partition >= names.length) {
            return Mono.empty();
        }
        byte[] key = names[partition].record(Ids.recordOf(send));
        byte[] slot = Integer.toString(Ids.slotOf(send)).getBytes(UTF_8);
        // A reply of nil, for a send that is not held any more, comes as a list of one null.
        return view(partition, "send", key, slot)
                .flatMap(replies -> Mono.justOrEmpty(
                        replies.stream().filter(Objects::nonNull).findFirst().map(RedisReader::send)));
    }

    @Override
    public Mono<List<String>> due(int partition, long nowMs, int recordsMax) {
        return questions
                .tell(
                        partition,
                        redis -> redis.zrangebyscore(
                                names[partition].due(), Range.create(0, nowMs), Limit.from(recordsMax)))
                .map(ids -> ids.stream().map(id -> new String(id, UTF_8)).toList());
    }

    /** What a refused partition still holds is not what was acknowledged, and nobody is told of it. */
    private Mono<List<Object>> view(int partition, String function, byte[] key, byte[]... arguments) {
        if (fences.isFenced(partition)) {
            return Mono.error(new Unavailable(
                    Unavailable.Cause.PARTITION_UNAVAILABLE,
                    RETRY_AFTER_SECONDS,
                    "partition " + partition + " is behind its journal and must be rebuilt"));
        }
        return questions.tell(
                partition,
                redis -> redis.<List<Object>>fcallReadOnly(
                        library.function(function), ScriptOutputType.MULTI, new byte[][] {key}, arguments));
    }

    static Node node(Object reply) {
        Replies.Fields f = fields(reply);
        String id = f.text();
        String parent = f.text();
        return new Node(
                id,
                parent.isEmpty() ? null : parent,
                Funding.of(f.text().charAt(0)),
                f.number(),
                new Window(Window.Kind.of(f.text().charAt(0)), f.number(), f.number()),
                f.number(),
                Node.Status.of(f.text().charAt(0)),
                f.number(),
                f.number(),
                f.number(),
                f.number(),
                f.number(),
                f.count(),
                new Node.TopUp(f.number(), f.number()));
    }

    static State.Pool pool(List<?> replies) {
        List<Lot> lots = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        for (Object reply : replies) {
            Replies.Fields f = fields(reply);
            String name = f.text();
            if (f.isAtEnd()) {
                lists.add(name);
            } else {
                lots.add(new Lot(name, f.number(), f.number()));
            }
        }
        return new State.Pool(lots, lists);
    }

    private static SendState send(Object reply) {
        Replies.Fields f = fields(reply);
        return new SendState(f.text(), f.count(), f.count(), f.number(), f.number(), f.number(), f.number());
    }

    private static Replies.Fields fields(Object reply) {
        return new Replies.Fields(new String((byte[]) reply, UTF_8));
    }
}
