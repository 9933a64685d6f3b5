package io.farebox.scenario;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario is played on. Each verb answers with the words that the scenario expects after its arrow.
 *
 * <p>Names are the scenario's own; amounts are decimals of credits as they stand in the file.
 */
public interface Stage {
    /** How a node is funded: the word, and its amount and window where it has them. */
    record Funded(String word, String amount, String window) {}

    /** A run of recipients that cost the same; an empty price stands for recipients without one. */
    record Part(int count, String price) {}

    /** How long a package lasts, and whether it extends those before it. */
    record Validity(int days, boolean extending) {}

    String account(String name, @Nullable String parent, Funded funded);

    String list(String account, String name, Funded funded);

    String closeList(String account, String name);

    String grant(String account, String amount, Validity validity, String key);

    String transfer(String from, String to, String amount, String key);

    String adjust(String account, String amount);

    String fund(String account, Funded funded);

    String topUp(String account, String below, String amount);

    String closeAccount(String account);

    String suspend(String account, boolean suspended);

    String send(String name, String node, List<Part> parts, boolean partial, String key);

    String schedule(String name, String node, List<Part> parts, int hours);

    String cancel(String send);

    String reserve(String name, String node, String amount);

    /** Charges so much of a reservation, all of it where the amount is empty. */
    String conclude(String reservation, String amount, String key);

    /** A report of one message: confirmed, released, recharged, already confirmed, already released or unknown. */
    String report(String send, int index, boolean delivered);

    String balance(String node);

    /** What is left of an account's packages and in how many days it expires. */
    String expiries(String account);

    /** Lets time pass, and does what has become due. */
    void pass(Duration time);
}
