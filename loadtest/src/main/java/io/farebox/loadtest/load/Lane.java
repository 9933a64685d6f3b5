package io.farebox.loadtest.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection with at most one request in flight, on its event loop.
 *
 * <p>A connection that fails is opened again after a pause, as often as it takes; the request that was in flight is
 * reported as failed, never repeated, because whether the server carried it out is not known.
 */
final class Lane extends ChannelInboundHandlerAdapter {
    private static final int RECONNECT_PAUSE_MS = 50;

    /** Hears of a lane; called on the lane's event loop. */
    interface Owner {
        /** The lane is connected and free. */
        void ready(Lane lane);

        /** The request in flight was answered; {@link #ready} follows. */
        void answered(Lane lane, ResponseReader response);

        /** The request in flight has lost its connection. */
        void failed(Lane lane, Throwable cause);
    }

    private final Bootstrap bootstrap;
    private final Owner owner;
    private final ResponseReader reader = new ResponseReader();
    private @Nullable Channel channel;
    private boolean inFlight;
    private boolean closed;
    private long tag;

    Lane(Bootstrap bootstrap, Owner owner) {
        this.bootstrap = bootstrap.clone();
        this.owner = owner;
        this.bootstrap.handler(this);
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    void connect() {
        bootstrap.connect().addListener((ChannelFutureListener) this::connected);
    }

    /** Writes a request; only to a lane that is ready. The tag is the owner's. */
    void send(ByteBuf request, long tag) {
        this.tag = tag;
        inFlight = true;
        Channel open = Objects.requireNonNull(channel);
        // A write that fails closes the channel, and that is heard of.
        var unused = open.writeAndFlush(request, open.voidPromise());
    }

    long tag() {
        return tag;
    }

    boolean isInFlight() {
        return inFlight;
    }

    /** Whether a request can be written to it, where none is in flight. */
    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    /** Gives the request in flight up by closing its connection, as a client does that has waited too long. */
    void giveUp() {
        if (channel != null) {
            close(channel);
        }
    }

    void close() {
        closed = true;
        if (channel != null) {
            close(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && reader.read(in)) {
                answered(context);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        close(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (reader.completeAtClose()) {
            answered(context);
        }
        fail(new IOException("the server closed the connection"));
        channel = null;
        reconnect();
    }

    private void connected(ChannelFuture future) {
        if (closed) {
            close(future.channel());
        } else if (future.isSuccess()) {
            channel = future.channel();
            reader.reset();
            owner.ready(this);
        } else {
            reconnect();
        }
    }

    private void reconnect() {
        if (!closed && !loop().isShuttingDown()) {
            var unused = loop().schedule(this::connect, RECONNECT_PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private EventLoopGroup loop() {
        return Objects.requireNonNull(bootstrap.config().group());
    }

    private void answered(ChannelHandlerContext context) {
        if (!inFlight) {
            throw new IllegalStateException("a response came without a request");
        }
        inFlight = false;
        owner.answered(this, reader);
        if (reader.closes()) {
            close(context);
        } else if (!closed && context.channel().isActive()) {
            owner.ready(this);
        }
    }

    private void fail(Throwable cause) {
        if (inFlight) {
            inFlight = false;
            owner.failed(this, cause);
        }
    }

    private static void close(ChannelOutboundInvoker connection) {
        var unused = connection.close();
    }
}
