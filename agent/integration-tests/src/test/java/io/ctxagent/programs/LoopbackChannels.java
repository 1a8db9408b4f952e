package io.ctxagent.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Channels of this machine alone: ports of the loopback, and files. */
final class LoopbackChannels {

    private LoopbackChannels() {}

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static SocketAddress address(ServerSocketChannel server) throws IOException {
        return server.getLocalAddress();
    }

    static ServerSocketChannel listening(boolean unix) throws IOException {
        return listening(unix, 5);
    }

    static ServerSocketChannel listening(boolean unix, int backlog) throws IOException {
        if (!unix) {
            return ServerSocketChannel.open().bind(loopback(), backlog);
        }
        Path directory = Files.createTempDirectory("channel");
        directory.toFile().deleteOnExit();
        Path path = directory.resolve("s");
        path.toFile().deleteOnExit();
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), backlog);
    }
}
