package io.farebox.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where Redis was found, whether it is a cluster, and the making of lines to it. */
final class Site {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RECONNECT_MAX = Duration.ofMillis(500);

    private final RedisSettings settings;
    private final RedisURI login;
    private final List<Address> named;
    private final Masters masters;
    private final List<ClientResources> resources = new CopyOnWriteArrayList<>();
    private final ClientResources shared = resources(DefaultClientResources.builder());

    private Site(RedisSettings settings, RedisURI login, List<Address> named, Masters masters) {
        this.settings = settings;
        this.login = login;
        this.named = named;
        this.masters = masters;
    }

    /** Asks the named ones, in turn until one answers, whether they are a cluster. */
    static Mono<Site> find(RedisSettings settings, PartitionKeys[] names) {
        List<RedisURI> named = Arrays.stream(settings.uri().split(",", -1))
                .map(String::strip)
                .map(RedisURI::create)
                .toList();
        List<Address> addresses = named.stream().map(Address::of).toList();
        RedisClient client = RedisClient.create();
        client.setOptions(options(Questions.ANSWER_MAX));
        Flux<Site> found = Flux.fromIterable(named)
                .concatMapDelayError(uri -> isCluster(client, uri)
                        .map(cluster ->
                                new Site(settings, uri, addresses, new Masters(names, Address.of(uri), cluster))));
        return found.next()
                .flatMap(site -> site.masters.isCluster() || named.size() == 1
                        ? Mono.just(site)
                        : Mono.error(new IllegalStateException(
                                Address.of(site.login) + " is no node of a Redis Cluster, and several were named")))
                .doFinally(end -> {
                    var unused = client.shutdownAsync();
                });
    }

    private static Mono<Boolean> isCluster(RedisClient client, RedisURI uri) {
        uri.setTimeout(CONNECT_TIMEOUT);
        return Mono.usingWhen(
                Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.ASCII, uri)),
                connection -> Mono.fromCompletionStage(() -> connection.async().info("cluster"))
                        .map(info -> info.contains("cluster_enabled:1")),
                connection -> Mono.fromCompletionStage(connection.closeAsync()));
    }

    /** The nodes that the settings name. */
    List<Address> named() {
        return named;
    }

    Masters masters() {
        return masters;
    }

    /** Lines for questions, which are given up after a time. */
    Lines lines() {
        return new Lines(client(shared, Questions.ANSWER_MAX), login);
    }

    /** Lines for the calls of one event loop, on its thread. */
    Lines lines(EventLoop loop) {
        ClientResources onLoop = resources(DefaultClientResources.builder().eventLoopGroupProvider(new OneLoop(loop)));
        return new Lines(client(onLoop, null), login, settings.replication());
    }

    private ClientResources resources(DefaultClientResources.Builder builder) {
        ClientResources made = builder.reconnectDelay(
                        Delay.exponential(Duration.ofMillis(1), RECONNECT_MAX, 2, TimeUnit.MILLISECONDS))
                .build();
        resources.add(made);
        return made;
    }

    private static RedisClient client(ClientResources resources, @Nullable Duration timeout) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(timeout));
        return client;
    }

    /**
     * Nothing is sent again by the client itself: it would read the new answer into what had arrived of the one before, when
     * the connection broke. Who asked is told, and asks again.
     */
    private static ClientOptions options(@Nullable Duration timeout) {
        TimeoutOptions timeouts = timeout == null
                ? TimeoutOptions.create()
                : TimeoutOptions.builder().fixedTimeout(timeout).build();
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(timeouts)
                .build();
    }

    /** Once all lines are closed. */
    void release() {
        resources.forEach(one -> {
            var unused = one.shutdown(0, 1, TimeUnit.SECONDS);
        });
    }
}
