package io.ctxagent.programs;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections to a server whose backlog is full; where they do not have to wait, to one that has room. */
final class ConnectCases {

    /** Blocks in the system call. On a virtual thread the JDK does not wait, it throws. */
    static final String UNIX = "SocketChannel(unix).connect";

    private static final int HOUR = 3_600_000;

    private ConnectCases() {}

    /** A case with its own look at what became of the channel. */
    interface Closing {
        BlockingCase of(String name, String frame, Channel channel, BlockingCase.Call call, BlockingCase.Call release);
    }

    static List<BlockingCase> all(Closing closing) throws IOException {
        ServerSocketChannel roomy = LoopbackChannels.listening(false);
        return List.of(connect(closing), unix(closing), finishConnect(closing, roomy), adapted(closing, roomy));
    }

    private static BlockingCase connect(Closing closing) throws IOException {
        return connect(closing, "SocketChannel.connect", new Full(false), SocketChannel.open());
    }

    private static BlockingCase unix(Closing closing) throws IOException {
        return connect(closing, UNIX, new Full(true), SocketChannel.open(StandardProtocolFamily.UNIX));
    }

    private static BlockingCase connect(Closing closing, String name, Full full, SocketChannel connecting)
            throws IOException {
        boolean unix = name.equals(UNIX);
        ServerSocketChannel roomy = LoopbackChannels.listening(unix);
        SocketChannel refused = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        return closing.of(
                        name,
                        "SocketChannelImpl.connect",
                        connecting,
                        () -> connecting.connect(full.address()),
                        full::acceptAll)
                .ready(() -> refused.connect(LoopbackChannels.address(roomy)));
    }

    private static BlockingCase finishConnect(Closing closing, ServerSocketChannel roomy) throws IOException {
        Full full = new Full(false);
        SocketChannel pending = pending(full.address());
        SocketChannel connected = pending(LoopbackChannels.address(roomy));
        return closing.of(
                        "SocketChannel.finishConnect",
                        "SocketChannelImpl.finishConnect",
                        pending,
                        pending::finishConnect,
                        full::acceptAll)
                .ready(connected::finishConnect);
    }

    private static SocketChannel pending(SocketAddress address) throws IOException {
        SocketChannel pending = SocketChannel.open();
        pending.configureBlocking(false);
        pending.connect(address);
        pending.configureBlocking(true);
        return pending;
    }

    private static BlockingCase adapted(Closing closing, ServerSocketChannel roomy) throws IOException {
        Full full = new Full(false);
        SocketChannel timed = SocketChannel.open();
        return closing.of(
                        "SocketChannel.socket connect",
                        "SocketChannelImpl.blockingConnect",
                        timed,
                        () -> timed.socket().connect(full.address(), HOUR),
                        full::acceptAll)
                .ready(() -> SocketChannel.open().socket().connect(LoopbackChannels.address(roomy), HOUR));
    }

    /** A server whose backlog is full: the next connection stays in the kernel until somebody accepts. */
    private static final class Full {
        final ServerSocketChannel server;
        final List<SocketChannel> waiting = new ArrayList<>();

        Full(boolean unix) throws IOException {
            server = LoopbackChannels.listening(unix, 1);
            boolean connected = true;
            while (connected) {
                SocketChannel next = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
                next.configureBlocking(false);
                waiting.add(next);
                connected = unix ? isTaken(next) : next.connect(address()) || settled(next);
            }
        }

        /** JDK 17 says that it is pending, which it is not, and 25 throws. */
        private boolean isTaken(SocketChannel channel) throws IOException {
            try {
                return channel.connect(address());
            } catch (SocketException full) {
                return false;
            }
        }

        private static boolean settled(SocketChannel channel) throws IOException {
            long deadline = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < deadline) {
                if (channel.finishConnect()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        }

        SocketAddress address() throws IOException {
            return server.getLocalAddress();
        }

        void acceptAll() {
            Cases.daemon(() -> {
                while (true) {
                    server.accept();
                }
            });
        }
    }
}
