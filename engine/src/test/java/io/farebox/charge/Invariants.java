package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;

/** The rules that must hold after every step, counted from the entries beside the state. */
public final class Invariants {
    private long grantedMicro;
    private long heldMicro;

    /** Takes note of what an entry brings to or takes from a payer. */
    public void note(Entry entry) {
        if (entry instanceof Entry.Granted granted) {
            grantedMicro += granted.creditsMicro();
        } else if (entry instanceof Entry.Adjusted adjusted) {
            grantedMicro += adjusted.creditsMicro();
        } else if (entry instanceof Entry.Expired expired) {
            grantedMicro -= expired.creditsMicro();
        } else {
            noteHeld(entry);
        }
    }

    /** Conservation over all payers, and the bounds of every node. */
    public void check(State state) {
        long availableMicro = 0;
        for (Node node : state.nodes().values()) {
            checkPool(state, node);
            assertThat(node.reservedMicro()).as("reserved of %s", node).isNotNegative();
            assertThat(node.confirmedMicro()).as("confirmed of %s", node).isNotNegative();
            assertThat(node.spentMicro()).as("spent of %s", node).isNotNegative();
            assertThat(node.availableMicro())
                    .as("available of %s", node)
                    .isGreaterThanOrEqualTo(-node.creditLimitMicro());
            if (!node.funding().holdsCredits()) {
                assertThat(node.availableMicro()).as("available of %s", node).isZero();
            }
            availableMicro += node.availableMicro();
        }
        assertThat(availableMicro).as("available of all").isEqualTo(grantedMicro - heldMicro);
    }

    /** Packages are in order and hold something; a list that pays is known to the account whose credits it has. */
    private static void checkPool(State state, Node node) {
        List<Lot> lots = state.pool(node.id()).lots();
        assertThat(lots).as("packages of %s", node).isSortedAccordingTo(Comparator.comparingLong(Lot::expiresAtMs));
        assertThat(lots).as("packages of %s", node).allMatch(lot -> lot.creditsMicro() > 0);
        assertThat(node.nextExpiryMs())
                .as("next expiry of %s", node)
                .isEqualTo(lots.isEmpty() ? 0 : lots.get(0).expiresAtMs());
        if (node.funding() == Funding.ASSIGNED && node.status() != Node.Status.CLOSED) {
            String holder = state.holderOf(Ids.accountOf(node.id())).id();
            assertThat(state.pool(holder).lists()).as("lists of %s", holder).contains(node.id());
        }
    }

    private void noteHeld(Entry entry) {
        if (entry instanceof Entry.Reserved reserved) {
            heldMicro += reserved.creditsMicro();
        } else if (entry instanceof Entry.Settled settled) {
            long credits = settled.priceClass().creditsMicro();
            heldMicro += settled.settlement() == Settlement.RELEASED ? settled.feeMicro() - credits : 0;
            heldMicro += settled.settlement() == Settlement.RECHARGED ? credits : 0;
        } else if (entry instanceof Entry.Lapsed lapsed && lapsed.clause().onDeadline() == Clause.OnDeadline.RELEASE) {
            heldMicro -= lapsed.creditsMicro();
        } else if (entry instanceof Entry.Cancelled cancelled) {
            heldMicro -= cancelled.creditsMicro();
        } else if (entry instanceof Entry.Concluded concluded) {
            heldMicro -= concluded.releasedMicro();
        }
    }
}
