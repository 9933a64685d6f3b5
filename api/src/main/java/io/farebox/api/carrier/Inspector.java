package io.farebox.api.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.farebox.api.command.Engine;
import io.farebox.api.http.Call;
import io.farebox.api.json.JsonOutput;
import io.farebox.charge.Event;
import io.farebox.directory.Connection;
import io.farebox.ledger.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Counts what carriers send and keeps some of it, so that an administrator can see why a report was refused.
 *
 * <p>What came in a second is written together, after the carriers were answered: it costs them nothing, and where it
 * cannot be written it is lost, as no money hangs on it.
 */
final class Inspector {
    /** Deliveries that are shown of one connection's second, of each kind; the others are only counted. */
    private static final int SHOWN_MAX = 5;

    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);

    private final Engine engine;
    private final Map<String, Second> seconds = new HashMap<>();

    /** What came of one connection since it was written last. */
    private static final class Second {
        private final Map<Event, Long> events = new EnumMap<>(Event.class);
        private final List<String> taken = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private long refusals;
    }

    Inspector(Engine engine) {
        this.engine = engine;
    }

    /** A delivery was taken. */
    void taken(Connection connection, Call call, List<Report> reports, List<Settling.Result> results) {
        boolean shown;
        synchronized (seconds) {
            Second second = second(connection.id());
            reports.forEach(report -> second.events.merge(report.event(), 1L, Long::sum));
            shown = second.taken.size() < SHOWN_MAX;
            if (shown) {
                second.taken.add("");
            }
        }
        if (shown) {
            JsonOutput out = raw(connection, call).openArray("reports");
            for (int i = 0; i < Math.min(SHOWN_MAX, reports.size()); i++) {
                out.open()
                        .field("message", Masked.of(reports.get(i).message(), List.of()))
                        .field("status", word(reports.get(i).event()))
                        .field("reason", Masked.of(reports.get(i).reason(), List.of()))
                        .field("result", word(results.get(i)))
                        .close();
            }
            show(connection, false, out.closeArray().close());
        }
    }

    /** A delivery was refused. */
    void refused(Connection connection, Call call, int status, String why) {
        boolean shown;
        synchronized (seconds) {
            Second second = second(connection.id());
            second.refusals++;
            shown = second.refused.size() < SHOWN_MAX;
            if (shown) {
                second.refused.add("");
            }
        }
        if (shown) {
            JsonOutput out = raw(connection, call);
            show(
                    connection,
                    true,
                    out.field("refusedWith", status).field("why", why).close());
        }
    }

    private void show(Connection connection, boolean refused, JsonOutput out) {
        String text = new String(out.array(), 0, out.size(), UTF_8);
        synchronized (seconds) {
            Second second = second(connection.id());
            List<String> shown = refused ? second.refused : second.taken;
            int open = shown.indexOf("");
            if (open >= 0) {
                shown.set(open, text);
            }
        }
    }

    private JsonOutput raw(Connection connection, Call call) {
        List<String> secrets =
                List.of(connection.secret().current(), connection.secret().previous());
        int mark = call.uri().indexOf('?');
        String type = call.header("Content-Type");
        return new JsonOutput(512)
                .open()
                .field("at", engine.clock().instant())
                .field("method", call.method())
                .field("query", mark < 0 ? "" : Masked.of(call.uri().substring(mark + 1), secrets))
                .field("contentType", type == null ? "" : Masked.of(type, secrets))
                .field("bodyBytes", call.body().length)
                .field("body", Masked.of(new String(call.body(), UTF_8), secrets));
    }

    private Second second(String connection) {
        return seconds.computeIfAbsent(connection, id -> {
            Mono.delay(WRITTEN_EVERY).subscribe(tick -> write(id));
            return new Second();
        });
    }

    private void write(String connection) {
        Second second;
        synchronized (seconds) {
            second = seconds.remove(connection);
        }
        if (second == null) {
            return;
        }
        second.taken.removeIf(String::isEmpty);
        second.refused.removeIf(String::isEmpty);
        Instant now = engine.clock().instant();
        Inbox.Arrivals arrivals = new Inbox.Arrivals(second.events, second.refusals, now, second.taken, second.refused);
        engine.inbox()
                .add(connection, arrivals)
                .subscribe(
                        done -> {},
                        e -> LOG.warn("What connection {} sent could not be noted: {}", connection, e.toString()));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
