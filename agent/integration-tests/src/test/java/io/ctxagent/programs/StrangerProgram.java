package io.ctxagent.programs;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Connects to the socket that is its argument, sends a frame that asks for a ping, and prints how many bytes came back. Without an
 * argument it is somebody to look at, until its standard input ends.
 */
public final class StrangerProgram {

    private StrangerProgram() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.in.read();
            return;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
            byte[] request = "{\"v\":1,\"verb\":\"ping\",\"args\":{}}".getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(4 + request.length);
            frame.putInt(request.length).put(request).flip();
            System.out.println("CONNECTED");
            int answered;
            try {
                channel.write(frame);
                answered = channel.read(ByteBuffer.allocate(1));
            } catch (java.io.IOException e) {
                answered = -1; // it was cut off before it could write
            }
            System.out.println("ANSWERED " + Math.max(0, answered));
        }
    }
}
