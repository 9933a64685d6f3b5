package io.farebox.api.command;

import io.farebox.charge.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/** The spans that quotas and caps count in, on the calendar of an account's time zone. */
public final class Windows {
    /** Their names in the API. */
    public static final Map<String, Window.Kind> KINDS =
            Map.of("total", Window.Kind.TOTAL, "day", Window.Kind.DAY, "month", Window.Kind.MONTH);

    private Windows() {}

    /** The window of a kind that an instant falls into. A day that a clock change shortens or lengthens stays a day. */
    public static Window at(Window.Kind kind, ZoneId zone, long atMs) {
        LocalDate day = Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
        return switch (kind) {
            case TOTAL -> Window.TOTAL;
            case DAY -> new Window(kind, startMs(day, zone), startMs(day.plusDays(1), zone));
            case MONTH ->
                new Window(
                        kind,
                        startMs(day.withDayOfMonth(1), zone),
                        startMs(day.withDayOfMonth(1).plusMonths(1), zone));
        };
    }

    /** A kind's name in the API. */
    public static String name(Window.Kind kind) {
        return switch (kind) {
            case TOTAL -> "total";
            case DAY -> "day";
            case MONTH -> "month";
        };
    }

    private static long startMs(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
