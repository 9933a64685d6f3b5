package io.farebox.loadtest.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.farebox.loadtest.site.Customer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run of the scenario is given, as a file, because Gatling starts it in a process of its own.
 *
 * @param url where Farebox is
 * @param payers customers that send in turn
 * @param connection of the provider farebox
 * @param ratePerSecond single sends that start each second
 * @param warmUpSeconds before that, at an eighth and then at half of the rate
 * @param seconds for so long
 * @param burstEverySeconds how often a send to many starts; 0 for never
 * @param burstRecipients how many they are
 * @param p99MsMax what 99 of 100 single sends are to stay below, where the simulation asks for it
 * @param seed of the messages' fates
 * @param told file for what everybody was told
 */
public record Scenario(
        URI url,
        List<Payer> payers,
        String connection,
        int ratePerSecond,
        int warmUpSeconds,
        int seconds,
        int burstEverySeconds,
        int burstRecipients,
        int p99MsMax,
        long seed,
        Path told) {
    /** The system property that names the file. */
    public static final String PROPERTY = "farebox.simulation";

    /** The capped list that every customer has. */
    public static final String LIST = "hot";

    private static final ObjectMapper JSON = new ObjectMapper();

    public Scenario {
        payers = List.copyOf(payers);
    }

    /** A customer with the key that its carrier reports with. */
    public record Payer(Customer customer, String carrierKey) {}

    static Scenario read() {
        try {
            return JSON.readValue(Path.of(System.getProperty(PROPERTY)).toFile(), Scenario.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUpSeconds);
    }

    int bursts() {
        return burstEverySeconds == 0 ? 0 : Math.max(1, seconds / burstEverySeconds);
    }
}
