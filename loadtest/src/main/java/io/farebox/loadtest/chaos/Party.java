package io.farebox.loadtest.chaos;

import io.farebox.loadtest.check.Moments;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.simulation.Carrier;
import io.farebox.loadtest.simulation.Diary;
import io.farebox.loadtest.simulation.Fate;
import io.farebox.loadtest.site.Customer;
import java.util.Map;

/**
 * A customer, what it was told, and the carrier of its messages.
 *
 * @param list that it sends from, empty for none
 * @param capMicro what that list may hold and use, 0 for no cap
 * @param creditLimitMicro how far below zero it may go
 * @param carrierKey the key that its carrier reports with
 */
record Party(
        Customer customer,
        String list,
        long capMicro,
        long creditLimitMicro,
        String carrierKey,
        long seed,
        Diary diary,
        Carrier carrier) {
    static Party of(
            Customer customer, String list, long capMicro, long creditLimitMicro, String carrierKey, long seed) {
        boolean limited = capMicro > 0 || creditLimitMicro > 0;
        Carrier carrier = new Carrier((send, index) -> fate(seed, limited, send, index), Integer.MAX_VALUE);
        return new Party(customer, list, capMicro, creditLimitMicro, carrierKey, seed, new Diary(customer), carrier);
    }

    /** Whether a send may be refused for want of credits. */
    boolean isLimited() {
        return capMicro > 0 || creditLimitMicro > 0;
    }

    /** What the message must become. */
    String status(Sent send, int index) {
        return fate(seed, isLimited(), send, index).status();
    }

    Told told() {
        return diary.told(carrier.confirmedMicro(), carrier.releasedMicro());
    }

    Moments.Limits limits() {
        return new Moments.Limits(
                customer.account(), creditLimitMicro, capMicro > 0 ? Map.of(list, capMicro) : Map.of());
    }

    private static Fate fate(long seed, boolean limited, Sent send, int index) {
        Fate fate = Fate.of(seed, send.reference(), index);
        return limited ? fate.withoutRevival() : fate;
    }
}
