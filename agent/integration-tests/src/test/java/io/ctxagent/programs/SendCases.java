package io.ctxagent.programs;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.MulticastSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** Sends of datagrams, which no network on this machine makes wait; named as the page names the methods. */
final class SendCases {

    private SendCases() {}

    static List<BlockingCase> all() throws IOException {
        DatagramSocket to = new DatagramSocket(LoopbackChannels.loopback());
        DatagramSocket socket = new DatagramSocket(LoopbackChannels.loopback());
        DatagramChannel channel = DatagramChannel.open().connect(to.getLocalSocketAddress());
        ByteBuffer[] buffers = {ByteBuffer.allocate(1)};
        return List.of(
                send(
                        "sun.nio.ch.DatagramSocketAdaptor.send(DatagramPacket)",
                        () -> socket.send(new DatagramPacket(new byte[1], 1, to.getLocalSocketAddress()))),
                send(
                        "sun.nio.ch.DatagramSocketAdaptor.send(DatagramPacket,byte)",
                        () -> toGroup(to.getLocalSocketAddress())),
                send(
                        "sun.nio.ch.DatagramChannelImpl.send(ByteBuffer,SocketAddress)",
                        () -> channel.send(ByteBuffer.allocate(1), to.getLocalSocketAddress())),
                send("sun.nio.ch.DatagramChannelImpl.write(ByteBuffer)", () -> channel.write(ByteBuffer.allocate(1))),
                send("java.nio.channels.DatagramChannel.write(ByteBuffer[])", () -> channel.write(buffers)),
                send("sun.nio.ch.DatagramChannelImpl.write(ByteBuffer[],int,int)", () -> channel.write(buffers, 0, 1)));
    }

    @SuppressWarnings("deprecation") // still there on JDK 25
    private static void toGroup(SocketAddress to) throws IOException {
        try (MulticastSocket socket = new MulticastSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, to), (byte) 1);
        }
    }

    private static BlockingCase send(String name, BlockingCase.Call call) {
        return BlockingCase.of(name, "", call, () -> {});
    }
}
