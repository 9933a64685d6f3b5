package io.farebox.loadtest.chaos;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A line between two processes: a TCP proxy on loopback that passes on what it is given, unless it is told to be slow, to
 * break, or to lose answers.
 */
final class Line implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int[] serverPorts;
    private final Channel listening;
    /** Both ends of all connections; touched on the event loop alone. */
    private final Set<Channel> ends = new LinkedHashSet<>();

    private int accepted;

    private volatile int delayMs;
    private volatile boolean losesAnswers;
    private volatile boolean down;

    private Line(int port, int... serverPorts) {
        this.serverPorts = serverPorts.clone();
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_LINGER, 0)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accepted(client);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /** A line from a free port to a server's, which need not be there yet; of several, connections go to each in turn. */
    static Line to(int... serverPorts) {
        return new Line(io.farebox.local.Ports.free(), serverPorts);
    }

    private InetSocketAddress server() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPorts[accepted++ % serverPorts.length]);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Resets every connection, and new ones too, until it is up again. */
    void down(boolean isDown) {
        down = isDown;
        if (isDown) {
            onLoop(() -> new ArrayList<>(ends).forEach(Line::reset));
        }
    }

    /** Passes everything on that much later, in both directions; 0 for at once. */
    void delay(int milliseconds) {
        delayMs = milliseconds;
    }

    /** Swallows what the server answers and resets the connection instead: it was done, and nobody hears of it. */
    void loseAnswers(boolean loses) {
        losesAnswers = loses;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void onLoop(Runnable task) {
        group.next().submit(task).syncUninterruptibly();
    }

    private void accepted(Channel client) {
        ends.add(client);
        if (down) {
            reset(client);
            return;
        }
        End toServer = new End(false);
        client.pipeline().addLast(toServer);
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new End(true).to(client))
                .connect(server());
        ends.add(connecting.channel());
        toServer.to(connecting.channel());
        connecting.addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                client.config().setAutoRead(true);
                connected.channel().config().setAutoRead(true);
            } else {
                reset(client);
            }
        });
    }

    /** With a linger of 0 a close is a reset: the other side hears at once, and of nothing else. */
    private static void reset(Channel channel) {
        var unused = channel.close();
    }

    /** What comes in at one end of a connection goes out at the other, in its order, whatever the delay is by then. */
    private final class End extends ChannelInboundHandlerAdapter {
        private final boolean answers;
        private @Nullable Channel other;
        private long lastDueNanos = System.nanoTime();
        private final Deque<ByteBuf> underway = new ArrayDeque<>();

        End(boolean answers) {
            this.answers = answers;
        }

        End to(Channel channel) {
            other = channel;
            return this;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (answers && losesAnswers) {
                bytes.release();
                reset(context.channel());
                return;
            }
            long nowNanos = System.nanoTime();
            lastDueNanos = Math.max(lastDueNanos, nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMs));
            if (lastDueNanos == nowNanos && underway.isEmpty()) {
                pass(bytes);
            } else {
                // What is due and has not been passed on yet must not be overtaken. A timer that was set later may
                // fire earlier: whichever fires passes on what came first.
                underway.add(bytes);
                var unused = context.channel()
                        .eventLoop()
                        .schedule(() -> pass(underway.remove()), lastDueNanos - nowNanos, TimeUnit.NANOSECONDS);
            }
        }

        private void pass(ByteBuf bytes) {
            Channel to = other;
            if (to == null) {
                bytes.release();
            } else {
                var unused = to.writeAndFlush(bytes);
            }
        }

        /** One that takes in more slowly than the other gives makes the other wait. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            Channel from = other;
            if (from != null) {
                from.config().setAutoRead(context.channel().isWritable());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ends.remove(context.channel());
            Channel to = other;
            if (to != null) {
                ends.remove(to);
                reset(to);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reset(context.channel());
        }
    }
}
