package io.farebox.directory;

import io.farebox.rating.Price;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps accounts, API keys, lists' names, connections and price books. */
public interface Directory {
    Mono<Void> putAccount(Account account);

    /** Empty where there is none. */
    Mono<Account> account(String id);

    /** The accounts directly below an account. */
    Flux<Account> children(String account);

    Mono<Void> putKey(ApiKey key);

    /** Empty where there is none. */
    Mono<ApiKey> key(String id);

    /** The keys of an account, oldest first. */
    Flux<ApiKey> keys(String account);

    Mono<Void> deleteKey(ApiKey key);

    /** Notes that an account has a list of that name. */
    Mono<Void> putList(String account, String name);

    Mono<Void> deleteList(String account, String name);

    /** The names of an account's lists, in order. */
    Flux<String> lists(String account);

    Mono<Void> putConnection(Connection connection);

    /** The connection of that name or id; empty where there is none. */
    Mono<Connection> connection(String nameOrId);

    Flux<Connection> connections();

    Mono<Void> deleteConnection(Connection connection);

    /** Replaces the prices of an owner: an account's id, or {@link #INSTALLATION}. */
    Mono<Void> putPrices(String owner, List<Price> prices);

    /** The prices of an owner as they were put, an empty list where none were. */
    Mono<List<Price>> prices(String owner);

    Mono<Void> putPlan(Plan plan);

    /** Notes how often a plan has given, unless it was deleted meanwhile. */
    Mono<Void> notePlan(Plan plan);

    /** The plans of an account. */
    Flux<Plan> plans(String account);

    /** The plans of all accounts of a partition. */
    Flux<Plan> plansOfPartition(int partition);

    Mono<Void> deletePlan(Plan plan);

    /** The owner of the installation's own price book. */
    String INSTALLATION = "";
}
