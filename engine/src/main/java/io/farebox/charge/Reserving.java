package io.farebox.charge;

import java.util.List;

/** The rule for holding a send's credits: every node on the path must have room, and then all of them hold. */
final class Reserving {
    private final State state;
    private final long nowMs;

    /** As many messages of an order as fit, in order. */
    private record Part(int upTo, int count, long creditsMicro) {}

    Reserving(State state, long nowMs) {
        this.state = state;
        this.nowMs = nowMs;
    }

    Decision decide(Command.Reserve c) {
        Path path = Path.of(state, c.leaf(), nowMs);
        if (path.standsInTheWay() != null) {
            return Decision.unchanged(new Outcome.Refused(path.standsInTheWay()));
        }
        Order order = c.order();
        Path.Room room = path.roomFor(order.totalMicro(), c.partial(), nowMs);
        Part part;
        if (room.refusal() == null) {
            part = new Part(order.count(), order.acceptedBelow(order.count()), order.totalMicro());
        } else {
            part = partOf(order, room.micro());
            if (!c.partial() || part.count() == 0) {
                return Decision.unchanged(new Outcome.Refused(room.refusal()));
            }
        }
        return reserved(c, path, part);
    }

    private static Part partOf(Order order, long roomMicro) {
        long credits = 0;
        int count = 0;
        for (int i = 0; i < order.count(); i++) {
            if (order.classOf(i) != 0) {
                long price = order.creditsMicroOf(i);
                if (credits + price > roomMicro) {
                    return new Part(i, count, credits);
                }
                credits += price;
                count++;
            }
        }
        return new Part(order.count(), count, credits);
    }

    private static Decision reserved(Command.Reserve c, Path path, Part part) {
        Node payer = path.payer();
        long credits = part.creditsMicro();
        Balance after =
                new Balance(payer.availableMicro() - credits, payer.reservedMicro() + credits, payer.confirmedMicro());
        Entry entry = new Entry.Reserved(
                c.record(),
                c.slot(),
                c.leaf(),
                path.depth(),
                payer.id(),
                part.upTo(),
                part.count(),
                credits,
                c.terms(),
                after.availableMicro(),
                c.order(),
                c.once());
        Outcome outcome = new Outcome.Reserved(c.record(), c.slot(), part.upTo(), part.count(), credits, after);
        return new Decision(outcome, List.of(entry));
    }
}
