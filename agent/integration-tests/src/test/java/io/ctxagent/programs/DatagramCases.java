package io.ctxagent.programs;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.MulticastSocket;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** {@code DatagramSocket.receive}: the socket stays open, and the next datagram comes in. */
final class DatagramCases {

    private DatagramCases() {}

    static List<BlockingCase> all() throws IOException {
        List<BlockingCase> cases = new ArrayList<>();
        receive(cases, "DatagramSocket.receive", new DatagramSocket(LoopbackChannels.loopback()), 0);
        receive(
                cases,
                "DatagramSocket.receive with SO_TIMEOUT",
                new DatagramSocket(LoopbackChannels.loopback()),
                3_600_000);
        receive(
                cases,
                "DatagramSocket.receive of a MulticastSocket",
                new MulticastSocket(LoopbackChannels.loopback()),
                0);
        DatagramChannel channel = DatagramChannel.open().bind(LoopbackChannels.loopback());
        receive(cases, "DatagramSocket.receive of a channel", channel.socket(), 0);
        DatagramSocket connected = new DatagramSocket(LoopbackChannels.loopback());
        DatagramSocket peer = new DatagramSocket(LoopbackChannels.loopback());
        peer.connect(connected.getLocalSocketAddress());
        connected.connect(peer.getLocalSocketAddress());
        receive(cases, "DatagramSocket.receive, connected", connected, peer, 0);
        behindAnother(cases);
        return cases;
    }

    /** The other one, under no context, goes on and gets the next datagram. */
    private static void behindAnother(List<BlockingCase> cases) throws IOException {
        DatagramSocket socket = new DatagramSocket(LoopbackChannels.loopback());
        DatagramSocket peer = new DatagramSocket(LoopbackChannels.loopback());
        peer.connect(socket.getLocalSocketAddress());
        Thread other = Cases.daemon(() -> socket.receive(packet()));
        ChannelCases.quietly(() -> Still.await(other, "DatagramSocketAdaptor.receive"))
                .run();
        BlockingCase.Call send = () -> peer.send(new DatagramPacket(new byte[3], 3));
        BlockingCase blocking = new BlockingCase(
                "DatagramSocket.receive behind another",
                "DatagramSocketAdaptor.receive",
                () -> socket.receive(packet()),
                ChannelCases.quietly(() -> {
                    send.run();
                    send.run();
                }),
                () -> {
                    if (socket.isClosed() || !other.isAlive()) {
                        return "the other receive was ended too";
                    }
                    ChannelCases.quietly(send).run();
                    other.join(5_000);
                    return other.isAlive() ? "the other receive hangs" : "";
                });
        cases.add(blocking.neverReady());
    }

    private static void receive(List<BlockingCase> cases, String name, DatagramSocket socket, int soTimeout)
            throws IOException {
        DatagramSocket peer = new DatagramSocket(LoopbackChannels.loopback());
        peer.connect(socket.getLocalSocketAddress());
        receive(cases, name, socket, peer, soTimeout);
    }

    private static void receive(
            List<BlockingCase> cases, String name, DatagramSocket socket, DatagramSocket peer, int soTimeout)
            throws IOException {
        socket.setSoTimeout(soTimeout);
        cases.add(new BlockingCase(
                name,
                "DatagramSocketAdaptor.receive",
                () -> {
                    DatagramPacket packet = packet();
                    socket.receive(packet);
                    if (packet.getLength() != 3) {
                        throw new IllegalStateException("came back without a datagram");
                    }
                },
                ChannelCases.quietly(() -> peer.send(new DatagramPacket(new byte[3], 3))),
                () -> stillWorks(socket, peer, soTimeout)));
    }

    private static DatagramPacket packet() {
        return new DatagramPacket(new byte[9], 9);
    }

    private static String stillWorks(DatagramSocket socket, DatagramSocket peer, int soTimeout) throws IOException {
        if (socket.isClosed()) {
            return "the socket was closed";
        }
        if (socket.getSoTimeout() != soTimeout) {
            return "SO_TIMEOUT is " + socket.getSoTimeout();
        }
        peer.send(new DatagramPacket(new byte[] {42, 43}, 2));
        DatagramPacket packet = packet();
        socket.receive(packet);
        return packet.getLength() == 2 && packet.getData()[0] == 42 ? "" : "the next datagram is lost";
    }
}
