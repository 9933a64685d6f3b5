package io.farebox.audit;

import io.farebox.charge.Funding;
import io.farebox.charge.Lot;
import io.farebox.charge.Node;
import io.farebox.charge.Order;
import io.farebox.charge.Part;
import io.farebox.charge.State;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import io.farebox.ledger.EntryCodec;
import io.farebox.ledger.Pack;
import io.farebox.ledger.Unpack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A state as bytes, in pieces of whole parts; the same bytes for equal states. */
final class StateCodec {
    private static final int VERSION = 1;
    private static final int NODE = 1;
    private static final int POOL = 2;
    private static final int RECORD = 3;
    private static final int ANSWER = 4;

    private StateCodec() {}

    /**
     * Writes parts into pieces.
     *
     * @param chunkBytes the size from which on a piece is handed over
     */
    static void encode(Stream<Part> parts, int chunkBytes, Consumer<byte[]> chunks) {
        Pack out = new Pack().number(VERSION);
        for (Iterator<Part> i = parts.iterator(); i.hasNext(); ) {
            write(i.next(), out);
            if (out.size() >= chunkBytes) {
                chunks.accept(out.bytes());
                out = new Pack().number(VERSION);
            }
        }
        chunks.accept(out.bytes());
    }

    /** Reads the parts of a piece. */
    static void decode(byte[] chunk, Consumer<Part> parts) {
        Unpack in = new Unpack(ByteBuffer.wrap(chunk));
        long version = in.number();
        if (version != VERSION) {
            throw new IllegalStateException("a snapshot of version " + version + " is newer than this engine");
        }
        while (in.hasMore()) {
            parts.accept(read(in));
        }
    }

    private static void write(Part part, Pack out) {
        if (part instanceof Part.OfNode of) {
            writeNode(of.node(), out.number(NODE));
        } else if (part instanceof Part.OfPool of) {
            out.number(POOL).text(of.id()).number(of.pool().lots().size());
            of.pool()
                    .lots()
                    .forEach(lot ->
                            out.text(lot.grant()).number(lot.creditsMicro()).number(lot.expiresAtMs()));
            out.texts(of.pool().lists());
        } else if (part instanceof Part.OfRecord of) {
            writeRecord(of, out.number(RECORD));
        } else if (part instanceof Part.OfAnswer of) {
            out.number(ANSWER).text(of.id()).text(of.fingerprint()).number(of.untilMs());
            OutcomeBytes.write(of.outcome(), out);
            @Nullable Order order = of.order();
            out.number(order == null ? 0 : 1);
            if (order != null) {
                writeOrder(order, out);
            }
        }
    }

    private static Part read(Unpack in) {
        int kind = in.count();
        return switch (kind) {
            case NODE -> new Part.OfNode(readNode(in));
            case POOL -> new Part.OfPool(in.text(), new State.Pool(readLots(in), in.texts()));
            case RECORD -> readRecord(in);
            case ANSWER ->
                new Part.OfAnswer(
                        in.text(),
                        in.text(),
                        in.number(),
                        OutcomeBytes.read(in),
                        in.count() == 0 ? null : readOrder(in));
            default -> throw new IllegalStateException("a part of kind " + kind + " is newer than this engine");
        };
    }

    private static void writeNode(Node n, Pack out) {
        out.text(n.id())
                .text(n.parent() == null ? "" : n.parent())
                .number(n.funding().code())
                .number(n.limitMicro())
                .number(n.window().kind().code())
                .number(n.window().startMs())
                .number(n.window().endMs())
                .number(n.creditLimitMicro())
                .number(n.status().code())
                .number(n.availableMicro())
                .number(n.reservedMicro())
                .number(n.confirmedMicro())
                .number(n.spentMicro())
                .number(n.nextExpiryMs())
                .number(n.children())
                .number(n.topUp().belowMicro())
                .number(n.topUp().creditsMicro());
    }

    private static Node readNode(Unpack in) {
        String id = in.text();
        String parent = in.text();
        return new Node(
                id,
                parent.isEmpty() ? null : parent,
                Funding.of((char) in.count()),
                in.number(),
                new Window(Window.Kind.of((char) in.count()), in.number(), in.number()),
                in.number(),
                Node.Status.of((char) in.count()),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.count(),
                new Node.TopUp(in.number(), in.number()));
    }

    private static List<Lot> readLots(Unpack in) {
        List<Lot> lots = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            lots.add(new Lot(in.text(), in.number(), in.number()));
        }
        return lots;
    }

    private static void writeRecord(Part.OfRecord r, Pack out) {
        out.text(r.id())
                .number(r.terms().usual().deadlineMs())
                .text(r.terms().code())
                .number(r.atMs())
                .number(r.dueMs())
                .number(r.anyReleased() ? 1 : 0)
                .number(r.heldCount())
                .number(r.reservedMicro())
                .number(r.confirmedMicro())
                .number(r.releasedMicro())
                .number(r.sends().size());
        Part.@Nullable Send before = null;
        for (Part.Send send : r.sends()) {
            writeSend(send, before, out);
            before = send;
        }
        out.digits(r.statuses());
    }

    private static Part.OfRecord readRecord(Unpack in) {
        String id = in.text();
        Terms terms = Terms.of(in.number(), in.text());
        long atMs = in.number();
        long dueMs = in.number();
        boolean anyReleased = in.count() == 1;
        int heldCount = in.count();
        long reserved = in.number();
        long confirmed = in.number();
        long released = in.number();
        List<Part.Send> sends = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            sends.add(readSend(sends.isEmpty() ? null : sends.get(sends.size() - 1), in));
        }
        return new Part.OfRecord(
                id, terms, atMs, dueMs, anyReleased, heldCount, reserved, confirmed, released, sends, in.digits());
    }

    /** A send like the one before it, as most singles of a record are, is only its slot. */
    private static void writeSend(Part.Send send, Part.@Nullable Send before, Pack out) {
        boolean alike = before != null
                && new Part.Send(before.slot(), send.leaf(), send.depth(), send.upTo(), send.accepted(), send.order())
                        .equals(before);
        out.number(send.slot()).number(alike ? 1 : 0);
        if (!alike) {
            out.text(send.leaf()).number(send.depth()).number(send.upTo()).number(send.accepted());
            writeOrder(send.order(), out);
        }
    }

    private static Part.Send readSend(Part.@Nullable Send before, Unpack in) {
        int slot = in.count();
        if (in.count() == 1 && before != null) {
            return new Part.Send(slot, before.leaf(), before.depth(), before.upTo(), before.accepted(), before.order());
        }
        return new Part.Send(slot, in.text(), in.count(), in.count(), in.count(), readOrder(in));
    }

    private static void writeOrder(Order order, Pack out) {
        out.number(order.count())
                .text(EntryCodec.classes(order.classes()))
                .raw(order.classMap())
                .number(order.totalMicro())
                .text(order.label());
    }

    private static Order readOrder(Unpack in) {
        return new Order(in.count(), EntryCodec.classes(in.text()), in.raw(), in.number(), in.text(), new byte[0]);
    }
}
