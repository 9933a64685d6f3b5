package io.farebox.loadtest.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.check.Told;
import io.farebox.loadtest.check.Told.Sent;
import io.farebox.loadtest.site.Customer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one customer and its carrier are told in the course of a run. */
public final class Diary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Customer customer;
    private final List<Sent> sends = new ArrayList<>();
    private final List<String> unanswered = new ArrayList<>();

    public Diary(Customer customer) {
        this.customer = customer;
    }

    /** A send was answered 201. */
    public synchronized void sent(Sent send) {
        sends.add(send);
    }

    /** A send was answered by nothing that says whether it was carried out. */
    public synchronized void unanswered(String reference) {
        unanswered.add(reference);
    }

    public synchronized int sendCount() {
        return sends.size();
    }

    /** All of it. */
    public synchronized Told told(long confirmedMicro, long releasedMicro) {
        return new Told(
                customer.account(),
                customer.key(),
                customer.grantedMicro(),
                sends,
                unanswered,
                confirmedMicro,
                releasedMicro);
    }

    static void write(List<Told> all, Path file) throws IOException {
        JSON.writeValue(file.toFile(), all);
    }

    /** What was written at the end of a run. */
    public static List<Told> read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), new TypeReference<List<Told>>() {});
    }
}
