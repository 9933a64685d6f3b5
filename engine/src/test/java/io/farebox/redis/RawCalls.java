package io.farebox.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.farebox.local.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;

/** Calls the charge function as a caller that can repeat itself and skip numbers. */
final class RawCalls implements AutoCloseable {
    private static final Batch.Caller CALLER = new Batch.Caller("raw", "");

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    RawCalls(RedisServer server) {
        client = RedisClient.create(server.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
    }

    List<Object> charge(Batch batch, long number) {
        return connection
                .sync()
                .fcall(
                        new ScriptLibrary().function("charge"),
                        ScriptOutputType.MULTI,
                        batch.keys(),
                        batch.arguments(CALLER, number, System.currentTimeMillis(), 0));
    }

    String word(Batch batch, long number) {
        return new String((byte[]) charge(batch, number).get(0), US_ASCII);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
