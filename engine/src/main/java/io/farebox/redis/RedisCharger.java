package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Outcome;
import io.farebox.charge.Refusal;
import io.farebox.ledger.Charger;
import io.farebox.tracing.Behalf;
import io.farebox.tracing.TraceSpan;
import io.farebox.tracing.Tracing;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The charger of one event loop: it takes a command to the lane of its partition, and its outcome back to the request.
 *
 * <p>Where that lane is on the same event loop, the request stays on one thread from socket to Redis and back. Else the lane
 * takes the command when it next looks, and all outcomes of a call come back together. Commands of other threads have
 * their outcomes told on the lane's.
 */
final class RedisCharger implements Charger {
    private final EventLoop loop;
    private final LaneOwners owners;
    private final Tracing tracing;
    private final int partitions;
    private final RecordIds ids = new RecordIds();
    private final RecordIds idsOfOtherThreads = new RecordIds();
    private final Map<Lanes, Homeward> ways = new HashMap<>();

    RedisCharger(EventLoop loop, LaneOwners owners, int partitions, Tracing tracing) {
        this.loop = loop;
        this.owners = owners;
        this.partitions = partitions;
        this.tracing = tracing;
    }

    @Override
    public Mono<Outcome> charge(Command command) {
        String root = command instanceof Command.Reserve reserve ? Ids.accountOf(reserve.leaf()) : "";
        return submit(command, root, false);
    }

    @Override
    public Mono<Outcome> reserve(String root, Command.Reserve command) {
        return submit(command, root, command.order().count() == 1);
    }

    @Override
    public String newRecord(int partition) {
        if (loop.inEventLoop()) {
            return ids.next(partition);
        }
        synchronized (idsOfOtherThreads) {
            return idsOfOtherThreads.next(partition);
        }
    }

    private Mono<Outcome> submit(Command command, String root, boolean single) {
        int partition = PartitionOf.command(command);
        if (partition >= partitions) {
            return Mono.just(unknown(command));
        }
        return Mono.create(sink -> submit(partition, command, root, single, caller(sink)));
    }

    private void submit(int partition, Command command, String root, boolean single, Waiting.Caller caller) {
        Lanes owner = owners.of(partition);
        if (owner.loop().inEventLoop()) {
            owner.add(partition, command, root, single, caller);
        } else if (loop.inEventLoop()) {
            Homeward way = ways.computeIfAbsent(owner, from -> new Homeward(from.loop(), loop));
            owner.offer(partition, command, root, single, way.caller(caller));
        } else {
            owner.offer(partition, command, root, single, caller);
        }
    }

    private Waiting.Caller caller(MonoSink<Outcome> sink) {
        Waiting.Caller caller = new SinkCaller(sink);
        TraceSpan span = tracing.isOn() ? Behalf.in(sink.contextView()) : null;
        return span == null ? caller : new TracedCaller(caller, span);
    }

    /** What is to be said of an id that carries a partition which this installation does not have. */
    private static Outcome unknown(Command command) {
        return command instanceof Command.Settle || command instanceof Command.Sweep
                ? new Outcome.Unchanged(Outcome.Unchanged.Cause.UNKNOWN_MESSAGE)
                : new Outcome.Refused(new Refusal(Refusal.Reason.UNKNOWN_NODE, "", 0, 0));
    }

    private record SinkCaller(MonoSink<Outcome> sink) implements Waiting.Caller {
        @Override
        public void outcome(Outcome outcome) {
            sink.success(outcome);
        }

        @Override
        public void failure(Throwable cause) {
            sink.error(cause);
        }
    }
}
