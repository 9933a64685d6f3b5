package io.farebox.charge;

import java.util.ArrayList;
import java.util.List;

/**
 * The packages of an account, earliest expiry first.
 *
 * <p>Nothing counts what was used of each. They burn down earliest expiry first, so what is available is what the last
 * ones hold: of the packages before them nothing is left.
 */
public final class Lots {
    private Lots() {}

    /** What is left of each package where so much is available of all of them together. */
    public static List<Lot> remaining(List<Lot> lots, long availableMicro) {
        List<Lot> remaining = new ArrayList<>();
        long leftMicro = Math.max(availableMicro, 0);
        for (int i = lots.size() - 1; i >= 0; i--) {
            Lot lot = lots.get(i);
            long credits = Math.min(lot.creditsMicro(), leftMicro);
            remaining.add(0, new Lot(lot.grant(), credits, lot.expiresAtMs()));
            leftMicro -= credits;
        }
        return remaining;
    }

    /** The parts that are the first so many credits to burn down, without empty ones. */
    static List<Lot> first(List<Lot> lots, long availableMicro, long creditsMicro) {
        List<Lot> first = new ArrayList<>();
        long wantedMicro = creditsMicro;
        for (Lot lot : remaining(lots, availableMicro)) {
            long credits = Math.min(lot.creditsMicro(), wantedMicro);
            if (credits > 0) {
                first.add(new Lot(lot.grant(), credits, lot.expiresAtMs()));
                wantedMicro -= credits;
            }
        }
        return first;
    }

    static long sumMicro(List<Lot> lots) {
        return lots.stream().mapToLong(Lot::creditsMicro).sum();
    }

    /** Those that have not expired. */
    static List<Lot> after(List<Lot> lots, long nowMs) {
        return lots.stream().filter(lot -> lot.expiresAtMs() > nowMs).toList();
    }

    /** With one more, behind those that expire no later. A part of a package that is there is added to it. */
    static List<Lot> with(List<Lot> lots, Lot more) {
        List<Lot> all = new ArrayList<>(lots);
        int at = 0;
        while (at < all.size() && all.get(at).expiresAtMs() <= more.expiresAtMs()) {
            Lot lot = all.get(at);
            if (lot.grant().equals(more.grant()) && lot.expiresAtMs() == more.expiresAtMs()) {
                all.set(at, new Lot(lot.grant(), lot.creditsMicro() + more.creditsMicro(), lot.expiresAtMs()));
                return all;
            }
            at++;
        }
        all.add(at, more);
        return all;
    }

    /** Without these parts of them. */
    static List<Lot> without(List<Lot> lots, List<Lot> parts) {
        List<Lot> all = new ArrayList<>(lots);
        for (Lot part : parts) {
            for (int i = 0; i < all.size(); i++) {
                Lot lot = all.get(i);
                if (lot.grant().equals(part.grant()) && lot.expiresAtMs() == part.expiresAtMs()) {
                    all.set(i, new Lot(lot.grant(), lot.creditsMicro() - part.creditsMicro(), lot.expiresAtMs()));
                    break;
                }
            }
        }
        all.removeIf(lot -> lot.creditsMicro() == 0);
        return all;
    }

    /** With none that expires before that time. */
    static List<Lot> extended(List<Lot> lots, long expiresAtMs) {
        return lots.stream()
                .map(lot -> new Lot(lot.grant(), lot.creditsMicro(), Math.max(lot.expiresAtMs(), expiresAtMs)))
                .toList();
    }

    /** When the first of them expires, 0 where there is none. */
    static long nextExpiryMs(List<Lot> lots) {
        return lots.isEmpty() ? 0 : lots.get(0).expiresAtMs();
    }
}
