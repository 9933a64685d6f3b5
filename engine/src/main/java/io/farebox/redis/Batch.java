package io.farebox.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.charge.Command;
import io.farebox.charge.Ids;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.EntryCodec;
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
        SINGLE("leaf total description tail body"),
        KEYED("leaf total description tail body onceKey once fingerprint"),
        SETTLE("recordKey record slot index delivered reason"),
        SWEEP("recordKey record"),
        OPEN("account parent funding limit windowKind windowStart windowEnd creditLimit" + " onceKey once fingerprint"),
        LIST("list account funding limit windowKind windowStart windowEnd assigned"),
        CLOSE("list account"),
        GRANT("account grant credits expiresAt onceKey once fingerprint"),
        SUSPEND("account suspended"),
        ROLL("node windowKind windowStart windowEnd");

        private final String arguments;

        Script(String arguments) {
            this.arguments = arguments;
        }

        String arguments() {
            return arguments;
        }
    }

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
    private int size;
    private int bytes;

    Batch(PartitionKeys names) {
        this.names = names;
        keys.addAll(names.ofEveryCall());
    }

    int size() {
        return size;
    }

    int bytes() {
        return bytes;
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    /** The arguments of a call: who calls, the number of the call, the time, and then the commands. */
    byte[][] arguments(String caller, long number, long nowMs) {
        byte[][] all = new byte[3 + arguments.size()][];
        all[0] = text(caller);
        all[1] = text(Long.toString(number));
        all[2] = text(Long.toString(nowMs));
        for (int i = 0; i < arguments.size(); i++) {
            all[3 + i] = arguments.get(i);
        }
        return all;
    }

    Batch add(Command command) {
        size++;
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

    /** Adds a send of one message to a record that it shares with those before and after it. */
    Batch addSingle(Command.Reserve c) {
        size++;
        if (!c.record().equals(shared)) {
            shared = c.record();
            add("into").addRecord(c.record()).add(c.terms());
        }
        Order order = c.order();
        Once once = c.once();
        Batch single = add(once == null ? "single" : "keyed")
                .add(c.leaf())
                .add(order.totalMicro())
                .add(SINGLE_PREFIX
                        + c.leaf()
                        + SEPARATOR
                        + EntryCodec.classes(order.classes())
                        + SEPARATOR
                        + order.label())
                .add(SEPARATOR + EntryCodec.reservedTail(c.record(), c.slot(), c.leaf(), c.terms(), order, c.once()))
                .add(EntryCodec.body(order));
        return once == null ? single : single.add(once);
    }

    @Override
    public Batch settle(Command.Settle c) {
        return add("settle")
                .addRecord(c.record())
                .add(c.slot())
                .add(c.index())
                .add(c.delivered())
                .add(c.reason());
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
        return add(terms.deadlineMs()).add(terms.code());
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
