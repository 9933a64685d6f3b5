package io.farebox.cassandra;

import io.farebox.charge.Clause;
import io.farebox.charge.Entry;
import io.farebox.charge.Ids;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Settlement;
import io.farebox.ledger.Block;
import io.farebox.ledger.Manifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows that one block stands for, as a function of the block alone: that is what makes writing it again harmless. Its reports
 * go with those of the blocks beside it.
 *
 * <p>Reports of one send that say the same and came in one block are one line of the ledger, with their number on it.
 */
final class Projection implements Entry.Cases<Projection> {
    private static final Manifest NO_MANIFEST = new Manifest("", "", "", "", new long[0]);

    private record SettledKey(String send, String kind, String reason, String rule) {}

    private final AccountRows accounts;
    private final RecordRows records;
    private final Map<SettledKey, Movement> settled = new LinkedHashMap<>();
    private int place;

    private Projection(AccountRows accounts, RecordRows records) {
        this.accounts = accounts;
        this.records = records;
    }

    /**
     * Adds the rows of a block.
     *
     * @param pointers is told where rows lie
     * @param runs takes what accounts see of the block
     * @param reports takes the block's reports
     */
    static void write(
            int partition,
            Block block,
            Database database,
            Writes writes,
            Pointers pointers,
            AccountRuns runs,
            ReportRows reports) {
        Instant at = Instant.ofEpochMilli(block.atMs());
        AccountRows accounts = new AccountRows();
        RecordRows records = new RecordRows(database, writes, pointers, reports, partition, block.seq(), at);
        runs.begin(block.seq(), at);
        reports.begin(block.seq(), at);
        Projection projection = new Projection(accounts, records);
        for (Entry entry : block.entries()) {
            entry.when(projection);
            // A move, a transfer and a conclusion take two places.
            projection.place += 2;
        }
        projection.settled.values().forEach(accounts::move);
        accounts.write(runs, pointers, block.seq(), at);
        records.finish();
    }

    @Override
    public Projection opened(Entry.Opened entry) {
        return this;
    }

    @Override
    public Projection listPut(Entry.ListPut entry) {
        return this;
    }

    @Override
    public Projection moved(Entry.Moved e) {
        accounts.move(supplied(place, "MOVED", e.from(), -e.creditsMicro(), e.fromAvailableMicro(), "", e.to()));
        accounts.move(supplied(place + 1, "MOVED", e.to(), e.creditsMicro(), e.toAvailableMicro(), "", e.from()));
        return this;
    }

    @Override
    public Projection granted(Entry.Granted e) {
        String reference = e.reference().isEmpty() ? e.grant() : e.reference();
        accounts.move(
                supplied(place, "GRANTED", e.account(), e.creditsMicro(), e.availableMicro(), e.note(), reference));
        return this;
    }

    @Override
    public Projection transferred(Entry.Transferred e) {
        accounts.move(
                supplied(place, "TRANSFERRED", e.from(), -e.creditsMicro(), e.fromAvailableMicro(), e.note(), e.to()));
        accounts.move(
                supplied(place + 1, "TRANSFERRED", e.to(), e.creditsMicro(), e.toAvailableMicro(), e.note(), e.from()));
        return this;
    }

    @Override
    public Projection adjusted(Entry.Adjusted e) {
        accounts.move(supplied(
                place, "ADJUSTED", e.account(), e.creditsMicro(), e.availableMicro(), e.note(), e.adjustment()));
        return this;
    }

    @Override
    public Projection expired(Entry.Expired e) {
        accounts.move(supplied(place, "EXPIRED", e.node(), -e.creditsMicro(), e.availableMicro(), "", ""));
        return this;
    }

    private static Movement supplied(
            int place, String kind, String node, long creditsMicro, long availableMicro, String note, String other) {
        return new Movement(place, kind, node, node, creditsMicro, availableMicro, 0, "", note, "", other, "");
    }

    @Override
    public Projection lotsEnded(Entry.LotsEnded entry) {
        return this;
    }

    @Override
    public Projection fundingSet(Entry.FundingSet entry) {
        return this;
    }

    @Override
    public Projection topUpSet(Entry.TopUpSet entry) {
        return this;
    }

    @Override
    public Projection statusSet(Entry.StatusSet entry) {
        return this;
    }

    @Override
    public Projection windowRolled(Entry.WindowRolled entry) {
        return this;
    }

    @Override
    public Projection reserved(Entry.Reserved e) {
        byte[] encoded = e.order().manifest();
        Manifest manifest = encoded.length == 0 ? NO_MANIFEST : Manifest.decode(encoded);
        String send = Ids.send(e.record(), e.slot());
        accounts.move(new Movement(
                place,
                Movement.RESERVED,
                e.leaf(),
                e.payer(),
                -e.creditsMicro(),
                e.availableMicro(),
                e.count(),
                send,
                "",
                e.order().label(),
                manifest.reference(),
                manifest.sender()));
        useReserved(e);
        records.reserved(e, manifest);
        return this;
    }

    private void useReserved(Entry.Reserved e) {
        int[] counts = new int[e.order().classes().size() + 1];
        for (int i = 0; i < e.upTo(); i++) {
            counts[e.order().classOf(i)]++;
        }
        for (int k = 1; k < counts.length; k++) {
            PriceClass priceClass = e.order().classes().get(k - 1);
            if (counts[k] > 0) {
                long credits = counts[k] * priceClass.creditsMicro();
                accounts.use(e.leaf(), e.order().label(), priceClass.country(), Status.RESERVED, counts[k], credits);
            }
        }
    }

    @Override
    public Projection settled(Entry.Settled e) {
        long credits = e.priceClass().creditsMicro() - e.feeMicro();
        String send = Ids.send(e.record(), e.slot());
        String kind = e.settlement().name();
        String country = e.priceClass().country();
        long effect = e.settlement() == Settlement.RECHARGED ? -credits : credits;
        Movement one = new Movement(
                place,
                kind,
                e.leaf(),
                e.payer(),
                effect,
                e.availableMicro(),
                1,
                send,
                e.reason(),
                e.label(),
                "",
                "",
                e.rule(),
                e.feeMicro());
        settled.merge(new SettledKey(send, kind, e.reason(), e.rule()), one, Movement::and);
        accounts.use(e.leaf(), e.label(), country, Status.of(e.settlement()), 1, credits);
        if (e.feeMicro() > 0) {
            accounts.use(e.leaf(), e.label(), country, Status.CONFIRMED, 0, e.feeMicro());
        }
        records.settled(e);
        return this;
    }

    @Override
    public Projection noted(Entry.Noted e) {
        records.noted(e);
        return this;
    }

    @Override
    public Projection lapsed(Entry.Lapsed e) {
        String send = Ids.send(e.record(), e.slot());
        accounts.move(new Movement(
                place,
                "LAPSED",
                e.leaf(),
                e.payer(),
                e.creditsMicro(),
                e.availableMicro(),
                e.count(),
                send,
                Status.noReport(e.sinceMs(), e.clause()),
                e.label(),
                "",
                "",
                e.clause().rule(),
                0));
        boolean confirms = e.clause().onDeadline() == Clause.OnDeadline.CONFIRM;
        String status = confirms ? Status.CONFIRMED : Status.RELEASED;
        accounts.use(e.leaf(), e.label(), "", status, e.count(), e.creditsMicro());
        records.lapsed(e);
        return this;
    }

    @Override
    public Projection putOff(Entry.PutOff entry) {
        return this;
    }

    @Override
    public Projection cancelled(Entry.Cancelled e) {
        String send = Ids.send(e.record(), e.slot());
        accounts.move(new Movement(
                place,
                "CANCELLED",
                e.leaf(),
                e.payer(),
                e.creditsMicro(),
                e.availableMicro(),
                e.count(),
                send,
                "",
                e.label(),
                "",
                ""));
        accounts.use(e.leaf(), e.label(), "", Status.RELEASED, e.count(), e.creditsMicro());
        records.cancelled(e);
        return this;
    }

    @Override
    public Projection concluded(Entry.Concluded e) {
        concluded(e, place, Settlement.CONFIRMED, e.confirmedMicro());
        concluded(e, place + 1, Settlement.RELEASED, e.releasedMicro());
        return this;
    }

    private void concluded(Entry.Concluded e, int at, Settlement settlement, long creditsMicro) {
        if (creditsMicro > 0) {
            String send = Ids.send(e.record(), e.slot());
            accounts.move(new Movement(
                    at,
                    settlement.name(),
                    e.leaf(),
                    e.payer(),
                    creditsMicro,
                    e.availableMicro(),
                    1,
                    send,
                    "",
                    e.label(),
                    "",
                    ""));
            accounts.use(e.leaf(), e.label(), "", Status.of(settlement), 1, creditsMicro);
        }
    }

    @Override
    public Projection forgotten(Entry.Forgotten entry) {
        return this;
    }
}
