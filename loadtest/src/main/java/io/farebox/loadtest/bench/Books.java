package io.farebox.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.loadtest.check.Micro;
import io.farebox.loadtest.load.Result;
import io.farebox.loadtest.site.Customer;
import io.farebox.loadtest.site.Farebox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the benchmark was told that it holds, by customer, to be compared with the balances at the end. */
final class Books {
    private final Map<Customer, Long> heldMicro = new LinkedHashMap<>();

    void open(Customer customer) {
        heldMicro.put(customer, 0L);
    }

    /** Each 201 of the run has held that much. */
    void held(Customer customer, Result result, long creditsMicroEach) {
        held(customer, result.all(201) * creditsMicroEach);
    }

    void held(Customer customer, long creditsMicro) {
        heldMicro.merge(customer, creditsMicro, Long::sum);
    }

    /** Sentences about balances that are not what they must be; empty if all is right. */
    List<String> faults(Farebox operator) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (Map.Entry<Customer, Long> entry : heldMicro.entrySet()) {
            Customer customer = entry.getKey();
            JsonNode balance = operator.get("/v1/accounts/" + customer.account() + "/balance");
            long spent = customer.grantedMicro() - Micro.of(balance, "available");
            long heldOrCharged = Micro.of(balance, "reserved") + Micro.of(balance, "confirmed");
            if (spent != heldOrCharged || spent != entry.getValue()) {
                faults.add(customer.account() + ": told " + entry.getValue() + ", granted − available " + spent
                        + ", reserved + confirmed " + heldOrCharged + " micro-credits");
            }
        }
        return faults;
    }
}
