package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.instant;
import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.ApiKey;
import io.farebox.directory.Plan;
import io.farebox.directory.Role;
import io.farebox.rating.Channel;
import io.farebox.rating.Price;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The directory's records as rows, and back. */
final class DirectoryRows {
    private static final TupleType PRICE =
            DataTypes.tupleOf(DataTypes.TEXT, DataTypes.TEXT, DataTypes.BIGINT, DataTypes.TEXT);

    /** Stands for the installation, whose id is empty: Cassandra takes no empty partition key. */
    private static final String INSTALLATION = "*";

    private final Database database;

    DirectoryRows(Database database) {
        this.database = database;
    }

    /** An id as a partition key. */
    static String partition(String id) {
        return id.isEmpty() ? INSTALLATION : id;
    }

    BoundStatementBuilder account(Account account) {
        return database.bind(Cql.INSERT_ACCOUNT)
                .setString(0, account.id())
                .setList(1, account.path(), String.class)
                .setString(2, account.name())
                .setString(3, account.timeZone().getId())
                .setString(4, account.expiryPolicy())
                .setMap(5, account.billing(), String.class, String.class)
                .setInstant(6, account.createdAt())
                .setMap(7, account.emails(), String.class, String.class)
                .setList(8, account.labels(), String.class);
    }

    static Account account(Row row) {
        return new Account(
                text(row, "id"),
                List.copyOf(Objects.requireNonNull(row.getList("path", String.class))),
                text(row, "name"),
                ZoneId.of(text(row, "time_zone")),
                text(row, "expiry_policy"),
                texts(row, "billing"),
                texts(row, "emails"),
                List.copyOf(Objects.requireNonNullElse(row.getList("labels", String.class), List.of())),
                instant(row, "created_at"));
    }

    private static Map<String, String> texts(Row row, String column) {
        return Map.copyOf(Objects.requireNonNullElse(row.getMap(column, String.class, String.class), Map.of()));
    }

    BoundStatementBuilder plan(Plan plan) {
        return database.bind(Cql.INSERT_PLAN)
                .setInt(0, Ids.partitionOf(plan.account()))
                .setString(1, plan.account())
                .setString(2, plan.id())
                .setLong(3, plan.creditsMicro())
                .setString(4, lower(plan.every()))
                .setInstant(5, plan.startsAt())
                .setString(6, plan.timeZone().getId())
                .setInt(7, plan.validDays())
                .setString(8, plan.note())
                .setInt(9, plan.given())
                .setInstant(10, plan.createdAt());
    }

    static Plan plan(Row row) {
        return new Plan(
                text(row, "id"),
                text(row, "account"),
                row.getLong("credits"),
                Plan.Every.valueOf(upper(text(row, "every"))),
                instant(row, "starts_at"),
                ZoneId.of(text(row, "time_zone")),
                row.getInt("valid_days"),
                text(row, "note"),
                row.getInt("given"),
                instant(row, "created_at"));
    }

    BoundStatementBuilder key(ApiKey key) {
        return database.bind(Cql.INSERT_KEY)
                .setString(0, key.id())
                .setString(1, key.account())
                .setString(2, key.role().text())
                .setString(3, key.name())
                .setString(4, key.secretSha256())
                .setInstant(5, key.createdAt());
    }

    BoundStatementBuilder accountKey(Cql cql, ApiKey key) {
        return database.bind(cql)
                .setString(0, partition(key.account()))
                .setInstant(1, key.createdAt())
                .setString(2, key.id());
    }

    static ApiKey key(Row row) {
        return new ApiKey(
                text(row, "id"),
                text(row, "account"),
                Role.of(text(row, "role")).orElseThrow(),
                text(row, "name"),
                text(row, "secret_sha256"),
                instant(row, "created_at"));
    }

    BoundStatementBuilder prices(String owner, List<Price> prices) {
        List<TupleValue> tuples = prices.stream()
                .map(p -> PRICE.newValue(p.channel().json(), p.prefix(), p.creditsMicro(), p.country()))
                .toList();
        return database.bind(Cql.INSERT_PRICES).setString(0, partition(owner)).setList(1, tuples, TupleValue.class);
    }

    static List<Price> prices(Row row) {
        List<TupleValue> tuples = Objects.requireNonNull(row.getList("prices", TupleValue.class));
        return tuples.stream().map(DirectoryRows::price).toList();
    }

    private static Price price(TupleValue tuple) {
        Channel channel = Channel.ofJson(Objects.requireNonNull(tuple.getString(0)));
        return new Price(
                Objects.requireNonNull(channel),
                Objects.requireNonNull(tuple.getString(1)),
                tuple.getLong(2),
                tuple.getString(3));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
