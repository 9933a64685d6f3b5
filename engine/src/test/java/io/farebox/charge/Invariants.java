package io.farebox.charge;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules that must hold after every step, counted from the entries beside the state. */
public final class Invariants {
    private long grantedMicro;
    private long heldMicro;

    /** Takes note of what an entry brings to or takes from a payer. */
    public void note(Entry entry) {
        if (entry instanceof Entry.Granted granted) {
            grantedMicro += granted.creditsMicro();
        } else {
            noteHeld(entry);
        }
    }

    /** Conservation over all payers, and the bounds of every node. */
    public void check(State state) {
        long availableMicro = 0;
        for (Node node : state.nodes().values()) {
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

    private void noteHeld(Entry entry) {
        if (entry instanceof Entry.Reserved reserved) {
            heldMicro += reserved.creditsMicro();
        } else if (entry instanceof Entry.Settled settled) {
            long credits = settled.priceClass().creditsMicro();
            heldMicro += settled.settlement() == Settlement.RELEASED ? -credits : 0;
            heldMicro += settled.settlement() == Settlement.RECHARGED ? credits : 0;
        } else if (entry instanceof Entry.Lapsed lapsed && lapsed.action() == Terms.OnDeadline.RELEASE) {
            heldMicro -= lapsed.creditsMicro();
        }
    }
}
