package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.EntryCodec;
import io.farebox.redis.SharedRecords.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys and arguments of one call of charge.lua, which grow command by command. */
final class Batch implements Command.Cases<Batch> {
    /** The arguments of each command, in the order in which they are added here; the scripts' heads say the same. */
    enum Script {
        RESERVE("recordKey record leaf partial deadline terms count accepted total classes label classMap body"
                + " onceKey once fingerprint"),
        INTO("recordKey record deadline terms"),
        ALIKE("leaf total count description tail bodies"),
        KEYED("leaf total description tail body onceKey once fingerprint"),
        SETTLE("recordKey record event reason authentic messages"),
        SWEEP("recordKey record"),
        TRACED("traceparents"),
        OPEN("account parent funding limit windowKind windowStart windowEnd creditLimit" + " onceKey once fingerprint"),
        LIST("list account funding limit windowKind windowStart windowEnd assigned"),
        CLOSE("list account"),
        GRANT("account grant credits expiresAt extend reference note onceKey once fingerprint"),
        ADJUST("account adjustment credits expiresAt note onceKey once fingerprint"),
        TRANSFER("from to credits note onceKey once fingerprint"),
        TEND("account"),
        FUNDING("account funding limit windowKind windowStart windowEnd creditLimit"),
        TOPUP("account below credits"),
        SHUT("account"),
        SUSPEND("account suspended"),
        ROLL("node windowKind windowStart windowEnd"),
        CANCEL("recordKey record slot"),
        CONCLUDE("recordKey record slot credits onceKey once fingerprint");

        private final String arguments;

        Script(String arguments) {
            this.arguments = arguments;
        }

        String arguments() {
            return arguments;
        }
    }

    /**
     * Who calls.
     *
     * @param id never used by anybody else
     * @param epoch the name that the last rebuild gave the partition's state, as the caller knows it
     */
    record Caller(String id, String epoch) {}

    private static final int FIRST_COMMAND = 5;
    private static final byte[] NONE = {};
    private static final byte[] ZERO = {'0'};
    private static final byte[] ONE = {'1'};

    private static final char SEPARATOR = '\u001f';
    /** Up to recipient 1, one message, no class map. */
    private static final String SINGLE_PREFIX = SEPARATOR + "1" + SEPARATOR + "1" + SEPARATOR + "0" + SEPARATOR;

    private final PartitionKeys names;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private String shared = "";
    private int bytes;

    Batch(PartitionKeys names) {
        this.names = names;
        keys.addAll(names.ofEveryCall());
    }

    int bytes() {
        return bytes;
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    /** The arguments of a call: who calls, the number of the call, the time, what state is known, then the commands. */
    byte[][] arguments(Caller caller, long number, long nowMs, long seenSeq) {
        byte[][] all = new byte[FIRST_COMMAND + arguments.size()][];
        all[0] = text(caller.id());
        all[1] = text(Long.toString(number));
        all[2] = text(Long.toString(nowMs));
        all[3] = text(caller.epoch());
        all[4] = text(Long.toString(seenSeq));
        for (int i = 0; i < arguments.size(); i++) {
            all[FIRST_COMMAND + i] = arguments.get(i);
        }
        return all;
    }

    Batch add(Command command) {
        return command.when(this);
    }

    @Override
    public Batch openAccount(Command.OpenAccount c) {
        return add("open")
                .add(c.account())
                .add(c.parent() == null ? "" : c.parent())
                .add(c.funding().code())
                .add(c.limitMicro())
                .add(c.window())
                .add(c.creditLimitMicro())
                .add(c.once());
    }

    @Override
    public Batch putList(Command.PutList c) {
        return add("list")
                .add(c.list())
                .add(Ids.accountOf(c.list()))
                .add(c.funding().code())
                .add(c.limitMicro())
                .add(c.window())
                .add(c.assignedMicro());
    }

    @Override
    public Batch closeList(Command.CloseList c) {
        return add("close").add(c.list()).add(Ids.accountOf(c.list()));
    }

    @Override
    public Batch grant(Command.Grant c) {
        return add("grant")
                .add(c.account())
                .add(c.grant())
                .add(c.creditsMicro())
                .add(c.expiresAtMs())
                .add(c.extend())
                .add(c.reference())
                .add(c.note())
                .add(c.once());
    }

    @Override
    public Batch adjust(Command.Adjust c) {
        return add("adjust")
                .add(c.account())
                .add(c.adjustment())
                .add(c.creditsMicro())
                .add(c.expiresAtMs())
                .add(c.note())
                .add(c.once());
    }

    @Override
    public Batch transfer(Command.Transfer c) {
        return add("transfer")
                .add(c.from())
                .add(c.to())
                .add(c.creditsMicro())
                .add(c.note())
                .add(c.once());
    }

    @Override
    public Batch sweepAccount(Command.SweepAccount c) {
        return add("tend").add(c.account());
    }

    @Override
    public Batch setFunding(Command.SetFunding c) {
        return add("funding")
                .add(c.account())
                .add(c.funding().code())
                .add(c.limitMicro())
                .add(c.window())
                .add(c.creditLimitMicro());
    }

    @Override
    public Batch setTopUp(Command.SetTopUp c) {
        return add("topup").add(c.account()).add(c.belowMicro()).add(c.creditsMicro());
    }

    @Override
    public Batch closeAccount(Command.CloseAccount c) {
        return add("shut").add(c.account());
    }

    @Override
    public Batch cancel(Command.Cancel c) {
        return add("cancel").addRecord(c.record()).add(c.slot());
    }

    @Override
    public Batch conclude(Command.Conclude c) {
        return add("conclude")
                .addRecord(c.record())
                .add(c.slot())
                .add(c.creditsMicro())
                .add(c.once());
    }

    @Override
    public Batch suspend(Command.Suspend c) {
        return add("suspend").add(c.account()).add(c.suspended());
    }

    @Override
    public Batch rollWindow(Command.RollWindow c) {
        return add("roll").add(c.node()).add(c.window());
    }

    @Override
    public Batch reserve(Command.Reserve c) {
        Order order = c.order();
        return add("reserve")
                .addRecord(c.record())
                .add(c.leaf())
                .add(c.partial())
                .add(c.terms())
                .add(order.count())
                .add(order.acceptedBelow(order.count()))
                .add(order.totalMicro())
                .add(EntryCodec.classes(order.classes()))
                .add(order.label())
                .add(order.classMap())
                .add(EntryCodec.body(order))
                .add(c.once());
    }

    /** Adds a send of one message and a key to a record that it shares with others. */
    Batch addKeyed(Place place, Terms terms, Command.Reserve c) {
        Order order = c.order();
        return into(place, terms)
                .add("keyed")
                .add(c.leaf())
                .add(order.totalMicro())
                .add(description(c.leaf(), EntryCodec.classes(order.classes()), order.label()))
                .add(SEPARATOR
                        + EntryCodec.reservedTail(place.record(), place.slot(), c.leaf(), terms, order, c.once()))
                .add(EntryCodec.body(order))
                .add(c.once());
    }

    /** Adds sends of one message that differ in nothing but their manifests. */
    Batch addAlike(Place place, Alike what, List<byte[]> manifests) {
        String classes = EntryCodec.classes(List.of(what.priceClass()));
        return into(place, what.terms())
                .add("alike")
                .add(what.leaf())
                .add(what.creditsMicro())
                .add(manifests.size())
                .add(description(what.leaf(), classes, what.label()))
                .add(SEPARATOR
                        + EntryCodec.alikeTail(
                                place.record(),
                                place.slot(),
                                what.leaf(),
                                what.terms(),
                                what.creditsMicro(),
                                classes,
                                what.label()))
                .add(EntryCodec.parts(manifests));
    }

    private Batch into(Place place, Terms terms) {
        if (place.record().equals(shared)) {
            return this;
        }
        shared = place.record();
        return add("into").addRecord(shared).add(terms);
    }

    /** A record's text of a send of one message, without its depth. */
    private static String description(String leaf, String classes, String label) {
        return SINGLE_PREFIX + leaf + SEPARATOR + classes + SEPARATOR + label;
    }

    @Override
    public Batch settle(Command.Settle c) {
        return addSettles(c, EntryCodec.message(c.slot(), c.index()));
    }

    /**
     * Adds reports that say the same of messages of one record.
     *
     * @param first one of them
     * @param messages all of them, in order
     */
    Batch addSettles(Command.Settle first, byte[] messages) {
        return add("settle")
                .addRecord(first.record())
                .add(first.event().code())
                .add(first.reason())
                .add(first.authentic())
                .add(messages);
    }

    /** Says which sampled requests the call has commands of; it decides nothing, and nothing replies to it. */
    Batch addTraced(String traceparents) {
        return add("traced").add(traceparents);
    }

    @Override
    public Batch sweep(Command.Sweep c) {
        return add("sweep").addRecord(c.record());
    }

    private Batch addRecord(String record) {
        return addKey(names.record(record)).add(record);
    }

    private Batch add(Window window) {
        return add(window.kind().code()).add(window.startMs()).add(window.endMs());
    }

    private Batch add(Terms terms) {
        return add(terms.usual().deadlineMs()).add(terms.code());
    }

    private Batch add(@Nullable Once once) {
        if (once == null) {
            return add(ZERO).add(NONE).add(NONE);
        }
        return addKey(names.once(once.key())).add(once.key()).add(once.fingerprint());
    }

    /** Names a key by its place, counted from 1 as Lua does. */
    private Batch addKey(byte[] key) {
        keys.add(key);
        bytes += key.length;
        return add(keys.size());
    }

    private Batch add(boolean flag) {
        return add(flag ? ONE : ZERO);
    }

    private Batch add(char code) {
        return add(new byte[] {(byte) code});
    }

    private Batch add(long number) {
        return add(number == 0 ? ZERO : number == 1 ? ONE : text(Long.toString(number)));
    }

    private Batch add(String text) {
        return add(text.isEmpty() ? NONE : text(text));
    }

    private Batch add(byte[] argument) {
        arguments.add(argument);
        bytes += argument.length;
        return this;
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
