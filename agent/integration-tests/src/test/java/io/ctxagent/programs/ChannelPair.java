package io.ctxagent.programs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Two ends of one connection. */
final class ChannelPair {
    final SocketChannel near;
    final SocketChannel far;

    ChannelPair(boolean unix) throws IOException {
        try (ServerSocketChannel server = LoopbackChannels.listening(unix)) {
            near = SocketChannel.open(LoopbackChannels.address(server));
            far = server.accept();
        }
    }

    void send() throws IOException {
        far.write(ByteBuffer.allocate(1));
    }

    void drain() {
        Cases.daemon(() -> {
            far.configureBlocking(true);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            for (int seen = 0; seen < ChannelCases.MUCH; buffer.clear()) {
                seen += far.read(buffer);
            }
            far.close();
        });
    }
}
