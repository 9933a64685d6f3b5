package io.farebox.audit;

import io.farebox.charge.Entry;
import io.farebox.charge.Node;
import io.farebox.charge.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says that it does, read from the entry alone but for the path from its leaf up.
 *
 * @param nodes that it changes, leaf before payer
 * @param suppliedMicro what it brings to a node from without, or takes
 * @param availableMicro what it says that a node has available after it
 * @param record that it changes, null for none
 * @param newBook the node whose counters may start anew, null for none
 */
record Effect(
        List<String> nodes,
        Map<String, Long> suppliedMicro,
        Map<String, Long> availableMicro,
        @Nullable String record,
        @Nullable String newBook) {

    /** The effect of an entry that is about to be applied to a state. */
    static Effect of(Entry entry, State before) {
        return entry.when(new Reading(before));
    }

    private static Effect shape(String... nodes) {
        return new Effect(List.of(nodes), Map.of(), Map.of(), null, null);
    }

    private static Effect book(String node) {
        return new Effect(List.of(node), Map.of(), Map.of(), null, node);
    }

    private static Effect supply(String node, long creditsMicro, long availableMicro) {
        return new Effect(List.of(node), Map.of(node, creditsMicro), Map.of(node, availableMicro), null, null);
    }

    private static Effect move(String from, String to, long creditsMicro, long fromMicro, long toMicro) {
        return new Effect(
                List.of(from, to),
                Map.of(from, -creditsMicro, to, creditsMicro),
                Map.of(from, fromMicro, to, toMicro),
                null,
                null);
    }

    private record Reading(State state) implements Entry.Cases<Effect> {
        private Effect hold(String record, String leaf, int depth, String payer, long availableMicro) {
            List<String> path = new ArrayList<>();
            @Nullable String id = leaf;
            for (int step = 0; step <= depth && id != null; step++) {
                path.add(id);
                Node node = state.node(id);
                id = node == null ? null : node.parent();
            }
            return new Effect(path, Map.of(), Map.of(payer, availableMicro), record, null);
        }

        @Override
        public Effect opened(Entry.Opened e) {
            return e.parent() == null ? shape(e.account()) : shape(e.account(), e.parent());
        }

        @Override
        public Effect listPut(Entry.ListPut e) {
            return book(e.list());
        }

        @Override
        public Effect moved(Entry.Moved e) {
            return move(e.from(), e.to(), e.creditsMicro(), e.fromAvailableMicro(), e.toAvailableMicro());
        }

        @Override
        public Effect granted(Entry.Granted e) {
            return supply(e.account(), e.creditsMicro(), e.availableMicro());
        }

        @Override
        public Effect statusSet(Entry.StatusSet e) {
            return shape(e.node());
        }

        @Override
        public Effect windowRolled(Entry.WindowRolled e) {
            return shape(e.node());
        }

        @Override
        public Effect reserved(Entry.Reserved e) {
            return hold(e.record(), e.leaf(), e.depth(), e.payer(), e.availableMicro());
        }

        @Override
        public Effect settled(Entry.Settled e) {
            return hold(e.record(), e.leaf(), e.depth(), e.payer(), e.availableMicro());
        }

        @Override
        public Effect lapsed(Entry.Lapsed e) {
            return hold(e.record(), e.leaf(), e.depth(), e.payer(), e.availableMicro());
        }

        @Override
        public Effect noted(Entry.Noted e) {
            return shape();
        }

        @Override
        public Effect putOff(Entry.PutOff e) {
            return new Effect(List.of(), Map.of(), Map.of(), e.record(), null);
        }

        @Override
        public Effect forgotten(Entry.Forgotten e) {
            return new Effect(List.of(), Map.of(), Map.of(), e.record(), null);
        }

        @Override
        public Effect transferred(Entry.Transferred e) {
            return move(e.from(), e.to(), e.creditsMicro(), e.fromAvailableMicro(), e.toAvailableMicro());
        }

        @Override
        public Effect adjusted(Entry.Adjusted e) {
            return supply(e.account(), e.creditsMicro(), e.availableMicro());
        }

        @Override
        public Effect lotsEnded(Entry.LotsEnded e) {
            return shape(e.account());
        }

        @Override
        public Effect expired(Entry.Expired e) {
            return supply(e.node(), -e.creditsMicro(), e.availableMicro());
        }

        @Override
        public Effect fundingSet(Entry.FundingSet e) {
            return book(e.account());
        }

        @Override
        public Effect topUpSet(Entry.TopUpSet e) {
            return shape(e.account());
        }

        @Override
        public Effect cancelled(Entry.Cancelled e) {
            return hold(e.record(), e.leaf(), e.depth(), e.payer(), e.availableMicro());
        }

        @Override
        public Effect concluded(Entry.Concluded e) {
            return hold(e.record(), e.leaf(), e.depth(), e.payer(), e.availableMicro());
        }
    }
}
