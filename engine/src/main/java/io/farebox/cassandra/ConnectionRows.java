package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import io.farebox.charge.Clause;
import io.farebox.charge.Event;
import io.farebox.directory.Connection;
import io.farebox.directory.Policy;
import io.farebox.directory.SecretBox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connections as rows, and back; their secrets are sealed in between. */
final class ConnectionRows {
    /** Stands between the fields of an override; none contains it. */
    private static final String BAR = "|";

    private final Database database;
    private final SecretBox box;

    ConnectionRows(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    BoundStatementBuilder row(Connection c) {
        Policy.Rule usual = c.policy().usual();
        Map<String, String> statuses = new HashMap<>();
        c.mapping().statuses().forEach((word, event) -> statuses.put(word, lower(event)));
        List<String> overrides =
                c.policy().overrides().stream().map(ConnectionRows::packed).toList();
        return database.bind(Cql.INSERT_CONNECTION)
                .setString(0, c.id())
                .setString(1, c.name())
                .setString(2, c.provider())
                .setString(3, c.account())
                .setString(4, box.seal(c.id(), c.secret().current()))
                .setString(5, box.seal(c.id(), c.secret().previous()))
                .setInstant(6, c.secret().previousUntil())
                .setString(7, c.publicUrl())
                .setString(8, lower(usual.chargeAt()))
                .setLong(9, usual.deadline().toSeconds())
                .setString(10, lower(usual.onDeadline()))
                .setString(11, lower(usual.lateDelivery()))
                .setLong(12, usual.failureFeeMicro())
                .setList(13, overrides, String.class)
                .setMap(14, c.mapping().fields(), String.class, String.class)
                .setMap(15, statuses, String.class, String.class)
                .setInstant(16, c.createdAt());
    }

    Connection connection(Row row) {
        String id = text(row, "id");
        Policy.Rule usual = new Policy.Rule(
                Policy.ChargeAt.valueOf(upper(text(row, "charge_at"))),
                Duration.ofSeconds(row.getLong("deadline_seconds")),
                Clause.OnDeadline.valueOf(upper(text(row, "on_deadline"))),
                Clause.LateDelivery.valueOf(upper(text(row, "late_delivery"))),
                row.getLong("failure_fee"));
        List<String> overrides = Objects.requireNonNullElse(row.getList("overrides", String.class), List.of());
        Map<String, Event> statuses = new HashMap<>();
        texts(row, "statuses").forEach((word, event) -> statuses.put(word, Event.valueOf(upper(event))));
        return new Connection(
                id,
                text(row, "name"),
                text(row, "provider"),
                text(row, "account"),
                new Connection.Secret(
                        box.open(id, text(row, "secret")),
                        box.open(id, text(row, "previous_secret")),
                        instant(row, "previous_until")),
                text(row, "public_url"),
                new Policy(
                        usual, overrides.stream().map(ConnectionRows::overrides).toList()),
                new Connection.Mapping(texts(row, "fields"), Map.copyOf(statuses)),
                instant(row, "created_at"));
    }

    private static Map<String, String> texts(Row row, String column) {
        return Map.copyOf(Objects.requireNonNullElse(row.getMap(column, String.class, String.class), Map.of()));
    }

    private static String packed(Policy.Overrides e) {
        return String.join(
                BAR,
                e.country(),
                e.channel(),
                e.chargeAt() == null ? "" : lower(e.chargeAt()),
                e.deadline() == null ? "" : Long.toString(e.deadline().toSeconds()),
                e.onDeadline() == null ? "" : lower(e.onDeadline()),
                e.lateDelivery() == null ? "" : lower(e.lateDelivery()),
                e.failureFeeMicro() == null ? "" : Long.toString(e.failureFeeMicro()));
    }

    private static Policy.Overrides overrides(String text) {
        List<String> fields = List.of(text.split("\\|", -1));
        return new Policy.Overrides(
                fields.get(0),
                fields.get(1),
                orNull(fields.get(2), word -> Policy.ChargeAt.valueOf(upper(word))),
                orNull(fields.get(3), seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                orNull(fields.get(4), word -> Clause.OnDeadline.valueOf(upper(word))),
                orNull(fields.get(5), word -> Clause.LateDelivery.valueOf(upper(word))),
                orNull(fields.get(6), Long::valueOf));
    }

    private static <T> @Nullable T orNull(String field, Function<String, T> value) {
        return field.isEmpty() ? null : value.apply(field);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
