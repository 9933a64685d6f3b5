package io.farebox.cassandra;

import static io.farebox.cassandra.Columns.text;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import io.farebox.charge.Ids;
import io.farebox.directory.Account;
import io.farebox.directory.ApiKey;
import io.farebox.directory.Connection;
import io.farebox.directory.Directory;
import io.farebox.directory.DirectoryChanges.Change;
import io.farebox.directory.DirectoryChanges.Kind;
import io.farebox.directory.Plan;
import io.farebox.directory.SecretBox;
import io.farebox.rating.Price;
import java.time.InstantSource;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The directory's tables. Each change is one logged batch, so that all of it is seen or none, its notice included. */
final class CassandraDirectory implements Directory {
    /** Rows that are looked up at once where an index names them. */
    private static final int LOOKUPS_MAX = 16;

    private final Database database;
    private final DirectoryRows rows;
    private final ConnectionRows connections;
    private final ChangeFeed changes;

    CassandraDirectory(Database database, SecretBox box) {
        this.database = database;
        rows = new DirectoryRows(database);
        connections = new ConnectionRows(database, box);
        changes = new ChangeFeed(database, InstantSource.system());
    }

    @Override
    public Mono<Void> putAccount(Account account) {
        int level = account.level();
        List<BoundStatementBuilder> children = level == 0
                ? List.of()
                : List.of(database.bind(Cql.INSERT_CHILD)
                        .setString(0, account.path().get(level - 1))
                        .setString(1, account.id()));
        return write(new Change(Kind.ACCOUNT, account.id()), rows.account(account), children);
    }

    @Override
    public Mono<Account> account(String id) {
        return database.one(database.bind(Cql.SELECT_ACCOUNT)
                        .setString(0, DirectoryRows.partition(id))
                        .build())
                .map(DirectoryRows::account);
    }

    @Override
    public Flux<Account> children(String account) {
        return database.rows(database.bind(Cql.SELECT_CHILDREN)
                        .setString(0, DirectoryRows.partition(account))
                        .build())
                .flatMapSequential(row -> account(text(row, "child")), LOOKUPS_MAX, 1);
    }

    @Override
    public Mono<Void> putKey(ApiKey key) {
        return write(
                new Change(Kind.KEY, key.id()), rows.key(key), List.of(rows.accountKey(Cql.INSERT_ACCOUNT_KEY, key)));
    }

    @Override
    public Mono<ApiKey> key(String id) {
        return database.one(database.bind(Cql.SELECT_KEY)
                        .setString(0, DirectoryRows.partition(id))
                        .build())
                .map(DirectoryRows::key);
    }

    @Override
    public Flux<ApiKey> keys(String account) {
        return database.rows(database.bind(Cql.SELECT_ACCOUNT_KEYS)
                        .setString(0, DirectoryRows.partition(account))
                        .build())
                .flatMapSequential(row -> key(text(row, "id")), LOOKUPS_MAX, 1);
    }

    @Override
    public Mono<Void> deleteKey(ApiKey key) {
        return write(
                new Change(Kind.KEY, key.id()),
                database.bind(Cql.DELETE_KEY).setString(0, key.id()),
                List.of(rows.accountKey(Cql.DELETE_ACCOUNT_KEY, key)));
    }

    @Override
    public Mono<Void> putList(String account, String name) {
        return list(Cql.INSERT_LIST, account, name);
    }

    @Override
    public Mono<Void> deleteList(String account, String name) {
        return list(Cql.DELETE_LIST, account, name);
    }

    private Mono<Void> list(Cql cql, String account, String name) {
        var row = database.bind(cql).setString(0, account).setString(1, name);
        return write(new Change(Kind.LIST, account), row, List.of());
    }

    @Override
    public Flux<String> lists(String account) {
        return database.rows(database.bind(Cql.SELECT_LISTS)
                        .setString(0, DirectoryRows.partition(account))
                        .build())
                .map(row -> text(row, "name"));
    }

    /** A connection that changes its name is no longer found by the old one. */
    @Override
    public Mono<Void> putConnection(Connection connection) {
        return byId(connection.id())
                .filter(old -> !old.name().equals(connection.name()))
                .flatMap(old -> forgetName(old.name()))
                .then(Mono.defer(() -> write(
                        new Change(Kind.CONNECTION, connection.id()),
                        connections.row(connection),
                        List.of(
                                database.bind(Cql.INSERT_CONNECTION_NAME)
                                        .setString(0, connection.name())
                                        .setString(1, connection.id()),
                                changes.row(new Change(Kind.CONNECTION, connection.name()))))));
    }

    private Mono<Void> forgetName(String name) {
        var delete = database.bind(Cql.DELETE_CONNECTION_NAME).setString(0, name);
        return write(new Change(Kind.CONNECTION, name), delete, List.of());
    }

    /** An id has the right of way where a name equals it. */
    @Override
    public Mono<Connection> connection(String nameOrId) {
        return byId(nameOrId)
                .switchIfEmpty(Mono.defer(() -> database.one(database.bind(Cql.SELECT_CONNECTION_NAME)
                                .setString(0, DirectoryRows.partition(nameOrId))
                                .build())
                        .flatMap(row -> byId(text(row, "id")))));
    }

    private Mono<Connection> byId(String id) {
        return database.one(
                        database.bind(Cql.SELECT_CONNECTION).setString(0, id).build())
                .map(connections::connection);
    }

    @Override
    public Flux<Connection> connections() {
        return database.rows(database.bind(Cql.SELECT_CONNECTIONS).build()).map(connections::connection);
    }

    @Override
    public Mono<Void> deleteConnection(Connection connection) {
        return write(
                new Change(Kind.CONNECTION, connection.id()),
                database.bind(Cql.DELETE_CONNECTION).setString(0, connection.id()),
                List.of(
                        database.bind(Cql.DELETE_CONNECTION_NAME).setString(0, connection.name()),
                        changes.row(new Change(Kind.CONNECTION, connection.name()))));
    }

    @Override
    public Mono<Void> putPrices(String owner, List<Price> prices) {
        return write(new Change(Kind.PRICES, owner), rows.prices(owner, prices), List.of());
    }

    @Override
    public Mono<List<Price>> prices(String owner) {
        return database.one(database.bind(Cql.SELECT_PRICES)
                        .setString(0, DirectoryRows.partition(owner))
                        .build())
                .map(DirectoryRows::prices)
                .defaultIfEmpty(List.of());
    }

    @Override
    public Mono<Void> putPlan(Plan plan) {
        return database.run(rows.plan(plan).build());
    }

    @Override
    public Mono<Void> notePlan(Plan plan) {
        return database.run(database.bind(Cql.UPDATE_PLAN)
                .setInt(0, plan.given())
                .setInt(1, Ids.partitionOf(plan.account()))
                .setString(2, plan.account())
                .setString(3, plan.id())
                .build());
    }

    @Override
    public Flux<Plan> plans(String account) {
        return database.rows(database.bind(Cql.SELECT_PLANS_OF_ACCOUNT)
                        .setInt(0, Ids.partitionOf(account))
                        .setString(1, account)
                        .build())
                .map(DirectoryRows::plan);
    }

    @Override
    public Flux<Plan> plansOfPartition(int partition) {
        return database.rows(
                        database.bind(Cql.SELECT_PLANS).setInt(0, partition).build())
                .map(DirectoryRows::plan);
    }

    @Override
    public Mono<Void> deletePlan(Plan plan) {
        return database.run(database.bind(Cql.DELETE_PLAN)
                .setInt(0, Ids.partitionOf(plan.account()))
                .setString(1, plan.account())
                .setString(2, plan.id())
                .build());
    }

    private Mono<Void> write(Change change, BoundStatementBuilder row, List<BoundStatementBuilder> others) {
        var batch = BatchStatement.builder(BatchType.LOGGED).addStatement(row.build());
        others.forEach(other -> batch.addStatement(other.build()));
        return database.run(batch.addStatement(changes.row(change).build()).build());
    }
}
