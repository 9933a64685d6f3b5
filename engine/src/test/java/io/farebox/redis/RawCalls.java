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
    private final Batch.Caller caller;
    private final ScriptLibrary library;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    RawCalls(RedisServer server) {
        this(server, "raw", new ScriptLibrary());
    }

    /** As an engine of another version would, which brings a library of its own. */
    RawCalls(RedisServer server, String caller, ScriptLibrary library) {
        this.caller = new Batch.Caller(caller, "");
        this.library = library;
        client = RedisClient.create(server.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        connection.sync().functionLoad(library.source(), true);
    }

    List<Object> charge(Batch batch, long number) {
        return connection
                .sync()
                .fcall(
                        library.function("charge"),
                        ScriptOutputType.MULTI,
                        batch.keys(),
                        batch.arguments(caller, number, System.currentTimeMillis(), 0));
    }

    String word(Batch batch, long number) {
        return new String((byte[]) charge(batch, number).get(0), US_ASCII);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
