package io.farebox.loadtest.chaos;

import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Customers;
import io.farebox.loadtest.site.Farebox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens the customers of a run: some that lack nothing, one whose list's cap is reached, one that is out of credits. */
final class Cast {
    private static final int RICH = 3;
    private static final String CAPPED = "capped";
    private static final long MICRO = 1_000_000;

    /** What a send of {@link Senders} costs on average, in credits. */
    private static final int SEND_CREDITS = 13;

    private final Farebox operator;
    private final Customers customers;
    private final long seed;

    Cast(Farebox operator, long seed) {
        this.operator = operator;
        this.customers = new Customers(operator);
        this.seed = seed;
    }

    /**
     * Opens them.
     *
     * @param sends that will be tried in all, of each as many
     */
    List<Party> open(long sends) throws IOException, InterruptedException {
        long wantedCredits = sends / (RICH + 2) * SEND_CREDITS;
        List<Party> parties = new ArrayList<>();
        for (Customer rich : customers.roots("chaos", RICH)) {
            parties.add(party(rich, "", 0, 0));
        }
        Customer capped = customers.root("chaos capped");
        long capCredits = wantedCredits / 3;
        operator.put(
                "/v1/accounts/" + capped.account() + "/lists/" + CAPPED,
                Map.of("funding", "capped", "credits", Long.toString(capCredits)));
        parties.add(party(capped, CAPPED, capCredits * MICRO, 0));
        long limitCredits = wantedCredits / 10;
        Customer postpaid = customers.postpaid("chaos postpaid", wantedCredits / 4, limitCredits);
        parties.add(party(postpaid, "", 0, limitCredits * MICRO));
        return parties;
    }

    String connection() throws IOException, InterruptedException {
        return customers.connection("chaos");
    }

    private Party party(Customer customer, String list, long capMicro, long creditLimitMicro)
            throws IOException, InterruptedException {
        String carrierKey = customers.key(customer.account(), "carrier");
        return Party.of(customer, list, capMicro, creditLimitMicro, carrierKey, seed);
    }
}
