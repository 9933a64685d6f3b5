package io.farebox.audit;

import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.charge.Settlement;
import io.farebox.ledger.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines that a block must have left on accounts' ledgers, read from its entries independently of what wrote them.
 *
 * <p>Settlements of one send that say the same in one block are one line.
 */
final class ExpectedLines implements Entry.Cases<ExpectedLines> {
    private static final int PARTITION_CHARS = 2;
    private static final int SEQ_CHARS = 11;
    private static final int PLACE_CHARS = 5;
    /** The places of an entry's lines in its block. */
    private static final int LINES_PER_ENTRY = 2;

    /** A line as it must stand. */
    record Line(
            String id, String kind, String node, String payer, long creditsMicro, long availableMicro, int messages) {
        private Line and(Line later) {
            return new Line(
                    id,
                    kind,
                    node,
                    payer,
                    creditsMicro + later.creditsMicro,
                    later.availableMicro,
                    messages + later.messages);
        }
    }

    private record Same(String send, Settlement settlement, String reason, String rule) {}

    private final int partition;
    private final long seq;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Same, Line> settled = new LinkedHashMap<>();
    private int entry;

    private ExpectedLines(int partition, long seq) {
        this.partition = partition;
        this.seq = seq;
    }

    /** The lines of a block, by the account that sees them. */
    static Map<String, List<Line>> of(int partition, Block block) {
        ExpectedLines expected = new ExpectedLines(partition, block.seq());
        for (Entry entry : block.entries()) {
            entry.when(expected);
            expected.entry++;
        }
        expected.lines.addAll(expected.settled.values());
        Map<String, List<Line>> byAccount = new HashMap<>();
        for (Line line : expected.lines) {
            String cause = Ids.accountOf(line.node());
            String payer = Ids.accountOf(line.payer());
            byAccount.computeIfAbsent(cause, any -> new ArrayList<>()).add(line);
            if (!payer.equals(cause)) {
                byAccount.computeIfAbsent(payer, any -> new ArrayList<>()).add(line);
            }
        }
        return byAccount;
    }

    /** The id of a place in a block: ids compare as blocks and places do. */
    static String id(int partition, long seq, int place) {
        return Ids.base32(partition, PARTITION_CHARS) + Ids.base32(seq, SEQ_CHARS) + Ids.base32(place, PLACE_CHARS);
    }

    private Line line(int side, String kind, String node, String payer, long micro, long available, int messages) {
        return new Line(
                id(partition, seq, LINES_PER_ENTRY * entry + side), kind, node, payer, micro, available, messages);
    }

    private ExpectedLines supplied(int side, String kind, String node, long micro, long available) {
        lines.add(line(side, kind, node, node, micro, available, 0));
        return this;
    }

    @Override
    public ExpectedLines moved(Entry.Moved e) {
        return supplied(0, "MOVED", e.from(), -e.creditsMicro(), e.fromAvailableMicro())
                .supplied(1, "MOVED", e.to(), e.creditsMicro(), e.toAvailableMicro());
    }

    @Override
    public ExpectedLines granted(Entry.Granted e) {
        return supplied(0, "GRANTED", e.account(), e.creditsMicro(), e.availableMicro());
    }

    @Override
    public ExpectedLines transferred(Entry.Transferred e) {
        return supplied(0, "TRANSFERRED", e.from(), -e.creditsMicro(), e.fromAvailableMicro())
                .supplied(1, "TRANSFERRED", e.to(), e.creditsMicro(), e.toAvailableMicro());
    }

    @Override
    public ExpectedLines adjusted(Entry.Adjusted e) {
        return supplied(0, "ADJUSTED", e.account(), e.creditsMicro(), e.availableMicro());
    }

    @Override
    public ExpectedLines expired(Entry.Expired e) {
        return supplied(0, "EXPIRED", e.node(), -e.creditsMicro(), e.availableMicro());
    }

    @Override
    public ExpectedLines reserved(Entry.Reserved e) {
        lines.add(line(0, "RESERVED", e.leaf(), e.payer(), -e.creditsMicro(), e.availableMicro(), e.count()));
        return this;
    }

    @Override
    public ExpectedLines settled(Entry.Settled e) {
        long credits = e.priceClass().creditsMicro();
        long micro = e.settlement() == Settlement.RECHARGED ? -credits : credits - e.feeMicro();
        Line one = line(0, e.settlement().name(), e.leaf(), e.payer(), micro, e.availableMicro(), 1);
        settled.merge(new Same(Ids.send(e.record(), e.slot()), e.settlement(), e.reason(), e.rule()), one, Line::and);
        return this;
    }

    @Override
    public ExpectedLines lapsed(Entry.Lapsed e) {
        lines.add(line(0, "LAPSED", e.leaf(), e.payer(), e.creditsMicro(), e.availableMicro(), e.count()));
        return this;
    }

    @Override
    public ExpectedLines cancelled(Entry.Cancelled e) {
        lines.add(line(0, "CANCELLED", e.leaf(), e.payer(), e.creditsMicro(), e.availableMicro(), e.count()));
        return this;
    }

    @Override
    public ExpectedLines concluded(Entry.Concluded e) {
        if (e.confirmedMicro() > 0) {
            lines.add(line(0, "CONFIRMED", e.leaf(), e.payer(), e.confirmedMicro(), e.availableMicro(), 1));
        }
        if (e.releasedMicro() > 0) {
            lines.add(line(1, "RELEASED", e.leaf(), e.payer(), e.releasedMicro(), e.availableMicro(), 1));
        }
        return this;
    }

    @Override
    public ExpectedLines noted(Entry.Noted e) {
        return this;
    }

    @Override
    public ExpectedLines putOff(Entry.PutOff e) {
        return this;
    }

    @Override
    public ExpectedLines opened(Entry.Opened e) {
        return this;
    }

    @Override
    public ExpectedLines listPut(Entry.ListPut e) {
        return this;
    }

    @Override
    public ExpectedLines statusSet(Entry.StatusSet e) {
        return this;
    }

    @Override
    public ExpectedLines windowRolled(Entry.WindowRolled e) {
        return this;
    }

    @Override
    public ExpectedLines forgotten(Entry.Forgotten e) {
        return this;
    }

    @Override
    public ExpectedLines lotsEnded(Entry.LotsEnded e) {
        return this;
    }

    @Override
    public ExpectedLines fundingSet(Entry.FundingSet e) {
        return this;
    }

    @Override
    public ExpectedLines topUpSet(Entry.TopUpSet e) {
        return this;
    }
}
