package io.ctxagent.programs.handshake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A datagram over loopback in each round, behind one that is sent under the same context: what comes late must hit neither. Without
 * a timeout, with which a receive would not wait in the system call that a signal ends; and once one had been set, never again.
 */
final class RacedDatagram implements RacedCall {

    private final DatagramSocket in = bound();
    private final DatagramSocket out = bound();
    private final DatagramSocket sink = bound();
    private final DatagramPacket noise = new DatagramPacket(new byte[1], 1, sink.getLocalSocketAddress());
    private final DatagramPacket received = new DatagramPacket(new byte[1], 1);
    private volatile int expected;

    RacedDatagram() throws IOException {}

    private static DatagramSocket bound() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public void prepare() {
        expected = (expected + 1) & 0x7F;
        received.getData()[0] = -1;
    }

    @Override
    public void block() throws IOException {
        in.send(noise);
        in.receive(received);
    }

    @Override
    public void release() {
        try {
            out.send(new DatagramPacket(new byte[] {(byte) expected}, 1, in.getLocalSocketAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean settled(boolean returned) {
        try {
            if (!returned) {
                in.receive(received);
            }
            return received.getData()[0] == expected && !in.isClosed();
        } catch (IOException lost) {
            return false;
        }
    }
}
