package io.farebox.ledger;

import io.farebox.charge.Entry;
import io.farebox.charge.Lot;
import io.farebox.charge.Once;
import io.farebox.charge.Order;
import io.farebox.charge.Outcome;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;
import io.farebox.charge.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry's head: a letter and its fields in the order of the record, separated by unit separators.
 *
 * <p>The Redis scripts write the same; a property test holds the two together.
 */
final class EntryText implements Entry.Cases<String> {
    /** Stands between fields. No field contains it: control characters are refused at every entrance. */
    static final String SEPARATOR = "\u001f";

    @Override
    public String opened(Entry.Opened e) {
        return join(
                'O',
                e.account(),
                e.parent() == null ? "" : e.parent(),
                e.funding().code(),
                e.limitMicro(),
                window(e.window()),
                e.creditLimitMicro(),
                once(e.once()));
    }

    @Override
    public String listPut(Entry.ListPut e) {
        return join('P', e.list(), e.funding().code(), e.limitMicro(), window(e.window()));
    }

    @Override
    public String moved(Entry.Moved e) {
        return join('M', e.from(), e.to(), e.creditsMicro(), e.fromAvailableMicro(), e.toAvailableMicro());
    }

    @Override
    public String granted(Entry.Granted e) {
        return join(
                'G',
                e.account(),
                e.grant(),
                e.creditsMicro(),
                e.expiresAtMs(),
                e.extend() ? 1 : 0,
                e.availableMicro(),
                e.reference(),
                e.note(),
                once(e.once()));
    }

    @Override
    public String statusSet(Entry.StatusSet e) {
        return join('U', e.node(), e.status().code());
    }

    @Override
    public String windowRolled(Entry.WindowRolled e) {
        return join('W', e.node(), window(e.window()));
    }

    @Override
    public String reserved(Entry.Reserved e) {
        return join(
                'R',
                e.depth(),
                e.payer(),
                e.upTo(),
                e.count(),
                e.creditsMicro(),
                e.availableMicro(),
                reservedTail(e.record(), e.slot(), e.leaf(), e.terms(), e.order(), e.once()));
    }

    /** The part of a reserved send's head that is known before it is decided. */
    static String reservedTail(String record, int slot, String leaf, Terms terms, Order order, @Nullable Once once) {
        return join(
                record,
                slot,
                leaf,
                terms.usual().deadlineMs(),
                terms.code(),
                order.count(),
                order.totalMicro(),
                classes(order.classes()),
                order.label(),
                once(once));
    }

    /** The part of the head of sends that are alike which is known before it is decided how many of them fit. */
    static String alikeTail(
            String record, int slot, String leaf, Terms terms, long creditsMicro, String classes, String label) {
        return join(record, slot, leaf, terms.usual().deadlineMs(), terms.code(), creditsMicro, classes, label);
    }

    /** As the scripts write reports of one record that come to the same: the messages are in the body. */
    @Override
    public String settled(Entry.Settled e) {
        return join(
                'Z',
                e.settlement().code(),
                e.event().code(),
                e.record(),
                e.leaf(),
                e.depth(),
                e.payer(),
                e.priceClass().country(),
                e.priceClass().segments(),
                e.priceClass().creditsMicro(),
                e.feeMicro(),
                e.availableMicro(),
                e.rule(),
                e.reason(),
                e.label());
    }

    /** As the scripts write reports of one record that changed nothing: the messages are in the body. */
    @Override
    public String noted(Entry.Noted e) {
        return join('I', e.event().code(), code(e.cause()), e.record(), e.reason());
    }

    /** The letter that stands for a cause. */
    static char code(Outcome.Unchanged.Cause cause) {
        return switch (cause) {
            case UNKNOWN_MESSAGE -> 'u';
            case ALREADY_CONFIRMED -> 'c';
            case ALREADY_RELEASED -> 'r';
            case NOT_FINAL -> 'w';
            case NOT_DUE -> 'n';
        };
    }

    @Override
    public String lapsed(Entry.Lapsed e) {
        return join(
                'L',
                e.record(),
                e.slot(),
                e.leaf(),
                e.depth(),
                e.payer(),
                e.clause().code(),
                e.sinceMs(),
                e.count(),
                e.creditsMicro(),
                e.availableMicro(),
                e.label());
    }

    @Override
    public String putOff(Entry.PutOff e) {
        return join('D', e.record(), e.untilMs());
    }

    @Override
    public String forgotten(Entry.Forgotten e) {
        return join('F', e.record());
    }

    @Override
    public String transferred(Entry.Transferred e) {
        return join(
                'T',
                e.from(),
                e.to(),
                e.creditsMicro(),
                lots(e.lots()),
                e.fromAvailableMicro(),
                e.toAvailableMicro(),
                e.note(),
                once(e.once()));
    }

    @Override
    public String adjusted(Entry.Adjusted e) {
        return join(
                'A',
                e.account(),
                e.adjustment(),
                e.creditsMicro(),
                e.expiresAtMs(),
                e.availableMicro(),
                e.note(),
                once(e.once()));
    }

    @Override
    public String lotsEnded(Entry.LotsEnded e) {
        return join('E', e.account());
    }

    @Override
    public String expired(Entry.Expired e) {
        return join('X', e.account(), e.node(), e.creditsMicro(), e.availableMicro());
    }

    @Override
    public String fundingSet(Entry.FundingSet e) {
        return join('N', e.account(), e.funding().code(), e.limitMicro(), window(e.window()), e.creditLimitMicro());
    }

    @Override
    public String topUpSet(Entry.TopUpSet e) {
        return join('H', e.account(), e.belowMicro(), e.creditsMicro());
    }

    @Override
    public String cancelled(Entry.Cancelled e) {
        return join(
                'K',
                e.record(),
                e.slot(),
                e.leaf(),
                e.depth(),
                e.payer(),
                e.count(),
                e.creditsMicro(),
                e.availableMicro(),
                e.label());
    }

    @Override
    public String concluded(Entry.Concluded e) {
        return join(
                'C',
                e.record(),
                e.slot(),
                e.leaf(),
                e.depth(),
                e.payer(),
                e.confirmedMicro(),
                e.releasedMicro(),
                e.availableMicro(),
                e.label(),
                once(e.once()));
    }

    /** Packages as one field: {@code g1:3000000:1800000000000,…}. */
    private static String lots(List<Lot> lots) {
        return lots.stream()
                .map(lot -> lot.grant() + ":" + lot.creditsMicro() + ":" + lot.expiresAtMs())
                .collect(Collectors.joining(","));
    }

    /** The classes of an order as one field: {@code DE:2:3000000,FR:2:2500000}. */
    static String classes(List<PriceClass> classes) {
        return classes.stream()
                .map(c -> c.country() + ":" + c.segments() + ":" + c.creditsMicro())
                .collect(Collectors.joining(","));
    }

    private static String window(Window window) {
        return join(window.kind().code(), window.startMs(), window.endMs());
    }

    private static String once(@Nullable Once once) {
        return once == null ? SEPARATOR : join(once.key(), once.fingerprint());
    }

    private static String join(Object... fields) {
        return Arrays.stream(fields).map(Object::toString).collect(Collectors.joining(SEPARATOR));
    }
}
