package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farebox.local.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans give on the calendar of the account, once, and later what was missed; with a clock and a Redis of its own. */
class PlansIT {
    private static final SettableClock CLOCK = new SettableClock();
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static Composition composition;
    private static RunningApi api;

    @BeforeAll
    static void start() {
        redis = RedisServer.start(directory, RedisServer.Fsync.EVERYSEC);
        composition = RunningApi.started(
                Map.of("FAREBOX_REDIS_URI", redis.uri(), "FAREBOX_CASSANDRA_KEYSPACE", "farebox_plans"), CLOCK);
        api = RunningApi.of(composition);
    }

    @AfterAll
    static void stop() {
        composition.stop();
        redis.close();
    }

    @Test
    void givesOnTheLastDayOfAShortMonth() {
        String account = account();
        ZonedDateTime first = ZonedDateTime.ofInstant(CLOCK.instant(), BERLIN)
                .plusYears(1)
                .withDayOfYear(31)
                .withHour(9);
        String plan = api.operator(
                        "POST",
                        "/v1/accounts/" + account + "/plans",
                        "{\"credits\": 1000, \"every\": \"month\", \"validDays\": 60, \"startsAt\": \""
                                + first.toInstant() + "\"}")
                .text("/id");
        passTo(first.toInstant().minusSeconds(1));
        assertThat(expiries(account)).isEmpty();
        passTo(first.toInstant());
        passTo(first.toInstant());
        assertThat(expiries(account)).containsExactly(first.toInstant().plus(Duration.ofDays(60)));
        // February has no 31st, and the clock is put forward before the end of March: nine in the morning stays nine,
        // and
        // the sixty days of the first package, which are of 24 hours, end an hour after that.
        ZonedDateTime second = first.plusMonths(1);
        ZonedDateTime third = first.plusMonths(2);
        assertThat(second.getDayOfMonth()).isLessThan(30);
        passTo(third.toInstant().minusSeconds(1));
        assertThat(expiries(account)).contains(second.toInstant().plus(Duration.ofDays(60)));
        passTo(third.toInstant());
        assertThat(balance(account).path("available").asText()).isEqualTo("3000");
        passTo(third.toInstant().plus(Duration.ofHours(1)));
        assertThat(balance(account).path("available").asText()).isEqualTo("2000");

        api.operator("DELETE", "/v1/accounts/" + account + "/plans/" + plan, null);
        passTo(third.plusMonths(3).toInstant());
        assertThat(balance(account).path("available").asText()).isEqualTo("0");
    }

    @Test
    void givesWhatWasMissedUnlessItHasExpired() {
        String account = account();
        api.operator(
                "POST",
                "/v1/accounts/" + account + "/plans",
                "{\"credits\": \"0.5\", \"every\": \"day\", \"validDays\": 10}");
        passTo(CLOCK.instant().plus(Duration.ofDays(25)));
        assertThat(balance(account).path("available").asText()).isEqualTo("5");
        JsonNode plan = api.operator("GET", "/v1/accounts/" + account + "/plans", null)
                .body()
                .at("/items/0");
        assertThat(plan.path("given").asInt()).isEqualTo(26);
    }

    @Test
    void endsWithItsAccount() {
        String account = account();
        String plans = "/v1/accounts/" + account + "/plans";
        api.operator("POST", plans, "{\"credits\": 1, \"every\": \"day\", \"startsAt\": \"2100-01-01T00:00:00Z\"}");
        assertThat(api.operator("GET", plans, null).body().path("items")).hasSize(1);
        assertThat(api.operator("DELETE", "/v1/accounts/" + account, null).status())
                .isEqualTo(204);
        assertThat(api.operator("GET", plans, null).body().path("items")).isEmpty();
    }

    private static String account() {
        return api.operator("POST", "/v1/accounts", "{\"name\": \"Plans\", \"timeZone\": \"Europe/Berlin\"}")
                .text("/id");
    }

    private static void passTo(Instant time) {
        CLOCK.pass(Duration.between(CLOCK.instant(), time));
        composition.sweepNow();
        composition.sweepNow();
    }

    private static JsonNode balance(String account) {
        return api.operator("GET", "/v1/accounts/" + account + "/balance", null).body();
    }

    private static List<Instant> expiries(String account) {
        List<Instant> expiries = new ArrayList<>();
        balance(account)
                .path("grants")
                .forEach(grant ->
                        expiries.add(Instant.parse(grant.path("expiresAt").asText())));
        return expiries;
    }
}
