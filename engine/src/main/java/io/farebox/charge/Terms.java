package io.farebox.charge;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settlement policy as it was when a send was reserved.
 *
 * @param usual what holds for a message to any country that has no clause of its own
 * @param scheduledMs when it will be sent and until when it can be cancelled (UTC epoch), 0 for a send of now
 * @param byCountry the clauses of single countries, by ISO 3166 code
 */
public record Terms(Clause usual, long scheduledMs, SortedMap<String, Clause> byCountry) {
    private static final char SCHEDULED = '@';
    private static final String COUNTRY = ";";

    /** Terms that are the same for every country. */
    public Terms(Clause usual, long scheduledMs) {
        this(usual, scheduledMs, new TreeMap<>());
    }

    /** The clause of messages to a country. */
    public Clause of(String country) {
        return byCountry.isEmpty() ? usual : byCountry.getOrDefault(country, usual);
    }

    /** The different clauses: the usual one first, then in the order of the countries. */
    public Set<Clause> clauses() {
        Set<Clause> clauses = new LinkedHashSet<>(byCountry.size() + 1);
        clauses.add(usual);
        clauses.addAll(byCountry.values());
        return clauses;
    }

    /** When the first clause's deadline is (UTC epoch). */
    public long firstDeadlineMs() {
        return clauses().stream().mapToLong(Clause::deadlineMs).min().orElseThrow();
    }

    /** When the last clause's deadline is (UTC epoch). */
    public long lastDeadlineMs() {
        return clauses().stream().mapToLong(Clause::deadlineMs).max().orElseThrow();
    }

    /** When the first deadline after a time is (UTC epoch); there is one while messages are held. */
    long nextDeadlineMs(long afterMs) {
        return clauses().stream()
                .mapToLong(Clause::deadlineMs)
                .filter(deadlineMs -> deadlineMs > afterMs)
                .min()
                .orElseThrow();
    }

    /** Whether any message's late delivery may charge. */
    boolean mayRecharge() {
        return clauses().stream().anyMatch(clause -> clause.lateDelivery() == Clause.LateDelivery.CHARGE);
    }

    /** Of these terms what can matter to messages of some classes: sends of one country have one clause. */
    public Terms within(Collection<PriceClass> classes) {
        if (byCountry.isEmpty()) {
            return this;
        }
        Set<Clause> used = classes.stream().map(c -> of(c.country())).collect(Collectors.toSet());
        if (used.size() == 1) {
            return new Terms(used.iterator().next(), scheduledMs);
        }
        SortedMap<String, Clause> kept = new TreeMap<>(byCountry);
        kept.keySet().retainAll(classes.stream().map(PriceClass::country).toList());
        return new Terms(usual, scheduledMs, kept);
    }

    /** The same with another deadline of the usual clause. */
    public Terms due(long atMs) {
        return new Terms(usual.due(atMs), scheduledMs, byCountry);
    }

    /**
     * What stands for all but the usual deadline in Redis and in the journal: the usual clause's rule, the time of a
     * scheduled send, and the clauses of countries, such as {@code ccd@1800000000000;DE=1800000000000rid500000}.
     */
    public String code() {
        String code = scheduledMs == 0 ? usual.rule() : usual.rule() + SCHEDULED + scheduledMs;
        if (byCountry.isEmpty()) {
            return code;
        }
        return byCountry.entrySet().stream()
                .map(e -> COUNTRY + e.getKey() + "=" + e.getValue().code())
                .collect(Collectors.joining("", code, ""));
    }

    /** Usual deadline and code as one word: {@code 1800000000000ccd}. */
    public String word() {
        return usual.deadlineMs() + code();
    }

    /** The terms that {@link #word} wrote. */
    public static Terms ofWord(String word) {
        int end = Clause.digitsOf(word);
        return of(Long.parseLong(word, 0, end, 10), word.substring(end));
    }

    /** The terms that the code stands for. */
    public static Terms of(long deadlineMs, String code) {
        List<String> parts = List.of(code.split(COUNTRY, -1));
        String first = parts.get(0);
        int scheduled = first.indexOf(SCHEDULED);
        SortedMap<String, Clause> byCountry = new TreeMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int end = part.indexOf('=');
            byCountry.put(part.substring(0, end), Clause.of(part.substring(end + 1)));
        }
        return new Terms(
                Clause.of(deadlineMs, scheduled < 0 ? first : first.substring(0, scheduled)),
                scheduled < 0 ? 0 : Long.parseLong(first, scheduled + 1, first.length(), 10),
                byCountry);
    }
}
