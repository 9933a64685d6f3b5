package io.farebox.redis;

import io.farebox.charge.Command;
import io.farebox.charge.PriceClass;
import io.farebox.charge.Terms;

/**
 * What single-message sends have in common that differ in nothing but their manifests: one command holds them all.
 *
 * @param terms with the deadline of the record that they share
 */
record Alike(String leaf, PriceClass priceClass, long creditsMicro, String label, Terms terms) {

    /** Whether a single-message send may go out together with others; one with a key is remembered on its own. */
    static boolean mayBe(Command command) {
        return command.once() == null;
    }

    static Alike of(Command.Reserve c) {
        var order = c.order();
        return new Alike(
                c.leaf(), order.classes().get(0), order.totalMicro(), order.label(), SharedRecords.rounded(c.terms()));
    }
}
