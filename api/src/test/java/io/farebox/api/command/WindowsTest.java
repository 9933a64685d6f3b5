package io.farebox.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.charge.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and months on calendars whose clocks change. */
class WindowsTest {
    @ParameterizedTest
    @CsvSource({
        // An ordinary day, a day that loses an hour, a day that wins one.
        "Europe/Berlin, 2027-01-15T12:00:00Z, 2027-01-14T23:00:00Z, 24",
        "Europe/Berlin, 2027-03-28T12:00:00Z, 2027-03-27T23:00:00Z, 23",
        "Europe/Berlin, 2027-10-31T12:00:00Z, 2027-10-30T22:00:00Z, 25",
        // The clock changes at midnight, so that the day begins at one in the morning.
        "Africa/Cairo, 2027-04-30T12:00:00Z, 2027-04-29T22:00:00Z, 23",
        // A zone ahead of all others.
        "Pacific/Kiritimati, 2027-01-15T12:00:00Z, 2027-01-15T10:00:00Z, 24",
        "UTC, 2027-06-01T00:00:00Z, 2027-06-01T00:00:00Z, 24"
    })
    void dayOfAZone(String zone, Instant at, Instant start, int hours) {
        Window window = Windows.at(Window.Kind.DAY, ZoneId.of(zone), at.toEpochMilli());
        assertThat(Instant.ofEpochMilli(window.startMs())).isEqualTo(start);
        assertThat(Duration.ofMillis(window.endMs() - window.startMs())).isEqualTo(Duration.ofHours(hours));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2027-03-15T12:00:00Z, 743",
        "Europe/Berlin, 2027-10-15T12:00:00Z, 745",
        "UTC, 2028-02-29T23:59:59Z, 696"
    })
    void monthOfAZone(String zone, Instant at, int hours) {
        Window window = Windows.at(Window.Kind.MONTH, ZoneId.of(zone), at.toEpochMilli());
        assertThat(Duration.ofMillis(window.endMs() - window.startMs())).isEqualTo(Duration.ofHours(hours));
        Window next = Windows.at(Window.Kind.MONTH, ZoneId.of(zone), window.endMs());
        assertThat(next.startMs()).isEqualTo(window.endMs());
    }
}
