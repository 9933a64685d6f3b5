package io.farebox.api.carrier;

import io.farebox.api.json.JsonInput;
import io.farebox.charge.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The format of our own: {@code {"reports": [{"message", "status", "at", "error"}]}}, with an API key. */
final class FareboxProvider implements Provider {
    /** The most reports of one delivery. */
    static final int REPORTS_MAX = 10_000;

    private static final int TEXT_MAX_CHARS = 1_000;
    private static final Map<String, Event> STATUSES = Map.of(
            "delivered", Event.DELIVERED,
            "failed", Event.FAILED,
            "expired", Event.FAILED,
            "rejected", Event.NEVER_LEFT,
            "accepted", Event.ACCEPTED,
            "unknown", Event.UNKNOWN);

    @Override
    public String name() {
        return "farebox";
    }

    @Override
    public boolean needsKey() {
        return true;
    }

    @Override
    public List<Report> read(Delivery delivery) {
        return delivery.call().json(FareboxProvider::reports);
    }

    static List<Report> reports(JsonInput in) throws IOException {
        List<Report> reports = new ArrayList<>();
        boolean[] there = {false};
        in.object(name -> {
            if (name.equals("reports")) {
                there[0] = true;
                in.array(REPORTS_MAX, () -> reports.add(report(in, "/reports/" + reports.size())));
            } else {
                in.skip();
            }
            return true;
        });
        if (!there[0]) {
            in.require("/reports", null);
        }
        return reports;
    }

    private static Report report(JsonInput in, String pointer) throws IOException {
        @Nullable String[] texts = new String[3];
        in.object(name -> {
            switch (name) {
                case "message" -> texts[0] = in.text(1, TEXT_MAX_CHARS);
                case "status" -> texts[1] = in.text(1, TEXT_MAX_CHARS);
                case "error" -> texts[2] = in.scalar();
                default -> in.skip();
            }
            return true;
        });
        String message = texts[0];
        String status = texts[1];
        in.require(pointer + "/message", message);
        in.require(pointer + "/status", status);
        if (message == null || status == null) {
            return Report.of("", Event.UNDERWAY, "");
        }
        String error = texts[2];
        return Report.of(message, STATUSES.getOrDefault(status, Event.UNDERWAY), error == null ? status : error);
    }
}
