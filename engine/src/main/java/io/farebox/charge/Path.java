package io.farebox.charge;

import io.farebox.charge.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that a send draws along: from the list or account that sends up to the payer.
 *
 * @param nodes leaf first, payer last
 * @param standsInTheWay why nothing may be sent along it at all, null where nothing does
 */
record Path(List<Node> nodes, @Nullable Refusal standsInTheWay) {

    /** What a path can take: a number of micro-credits, or the refusal of the node that can take none. */
    record Room(long micro, @Nullable Refusal refusal) {}

    /** Walks to the root, because a suspended account stops all below it, also those that pay for themselves. */
    static Path of(State state, String leaf, long nowMs) {
        List<Node> nodes = new ArrayList<>();
        Node node = state.node(leaf);
        if (node == null) {
            return new Path(nodes, new Refusal(Reason.UNKNOWN_NODE, leaf, 0, 0));
        }
        boolean payerFound = false;
        boolean holderFound = false;
        while (node != null) {
            Refusal refusal = standsInTheWay(node, leaf);
            if (!holderFound && node.funding() == Funding.OWN) {
                holderFound = true;
                if (refusal == null && node.hasExpiryDueAt(nowMs)) {
                    refusal = new Refusal(Reason.EXPIRY_DUE, node.id(), 0, 0);
                }
            }
            if (refusal != null) {
                return new Path(nodes, refusal);
            }
            if (!payerFound) {
                nodes.add(node);
                payerFound = node.funding().holdsCredits();
            }
            node = node.parent() == null ? null : state.node(node.parent());
        }
        return new Path(nodes, null);
    }

    private static @Nullable Refusal standsInTheWay(Node node, String leaf) {
        return switch (node.status()) {
            case ACTIVE -> null;
            case SUSPENDED -> new Refusal(Reason.SUSPENDED, node.id(), 0, 0);
            case CLOSED -> new Refusal(Reason.UNKNOWN_NODE, leaf, 0, 0);
        };
    }

    /** The nodes of a path that was walked before. */
    static Path walked(State state, String leaf, int depth) {
        List<Node> nodes = new ArrayList<>();
        String id = leaf;
        for (int step = 0; step <= depth; step++) {
            Node node = state.known(id);
            nodes.add(node);
            id = node.parent() == null ? "" : node.parent();
        }
        return new Path(nodes, null);
    }

    /** Whether its last node still pays, and no other one on it does; funding may have changed since it was walked. */
    boolean isStillPaid() {
        return nodes.stream().filter(node -> node.funding().holdsCredits()).count() == 1
                && payer().funding().holdsCredits();
    }

    Node payer() {
        return nodes.get(nodes.size() - 1);
    }

    int depth() {
        return nodes.size() - 1;
    }

    /**
     * The tightest room along the path. A node that has less than is required refuses at once, leaf first, unless a
     * part is welcome.
     */
    Room roomFor(long requiredMicro, boolean partial, long nowMs) {
        long tightest = Credits.MAX_MICRO;
        Refusal refusal = null;
        for (Node node : nodes) {
            if (node.limitMicro() != Node.UNLIMITED) {
                if (node.window().hasEndedAt(nowMs)) {
                    return new Room(0, new Refusal(Reason.WINDOW_ENDED, node.id(), 0, 0));
                }
                if (node.roomMicro() < requiredMicro && node.roomMicro() < tightest) {
                    tightest = node.roomMicro();
                    refusal = new Refusal(limitReason(node), node.id(), requiredMicro, tightest);
                }
            }
            if (node.reservedMicro() + node.confirmedMicro() + requiredMicro > Credits.MAX_MICRO) {
                return new Room(0, new Refusal(Reason.TOO_MANY_CREDITS, node.id(), requiredMicro, 0));
            }
            if (node.funding().holdsCredits()) {
                long room = node.availableMicro() + node.creditLimitMicro();
                if (room < requiredMicro && room < tightest) {
                    tightest = room;
                    refusal = new Refusal(Reason.INSUFFICIENT_CREDITS, node.id(), requiredMicro, tightest);
                }
            }
            if (refusal != null && !partial) {
                return new Room(0, refusal);
            }
        }
        return new Room(tightest, refusal);
    }

    private static Reason limitReason(Node node) {
        return node.funding().isOfList() ? Reason.CAP_EXCEEDED : Reason.QUOTA_EXCEEDED;
    }
}
