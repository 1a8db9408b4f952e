package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.concurrent.CyclicBarrier;

/**
 * A datagram that arrives in the moment of the cancel: {@code platform|virtual <rounds>}, half of them with
 * SO_TIMEOUT. It is received, or it is there for
 * the next receive; never lost, and never is there one that nobody sent. Prints {@code received N, left N}.
 */
public final class DatagramRaceProgram {

    private DatagramRaceProgram() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        int received = 0;
        int left = 0;
        try (DatagramSocket socket = new DatagramSocket(LoopbackChannels.loopback());
                DatagramSocket peer = new DatagramSocket(LoopbackChannels.loopback())) {
            peer.connect(socket.getLocalSocketAddress());
            for (int round = 0; round < rounds; round++) {
                socket.setSoTimeout(round < rounds / 2 ? 0 : 3_600_000);
                int length = 1 + round % 7;
                if (race(args[0], socket, peer, length)) {
                    received++;
                } else {
                    receive(socket, length);
                    left++;
                }
            }
        }
        System.out.println("received " + received + ", left " + left);
        System.exit(0);
    }

    /** Whether the thread under the context got the datagram. */
    private static boolean race(String kind, DatagramSocket socket, DatagramSocket peer, int length) throws Exception {
        CancelScope scope = Context.background().withCancel();
        CyclicBarrier start = new CyclicBarrier(2);
        boolean[] got = new boolean[1];
        Throwable[] wrong = new Throwable[1];
        Thread thread = WakeProgram.thread(kind, () -> {
            try {
                scope.call(() -> {
                    receive(socket, length);
                    return null;
                });
                got[0] = true;
            } catch (Throwable e) {
                wrong[0] = e instanceof IOException ? null : e;
            }
        });
        Cases.daemon(() -> {
            start.await();
            peer.send(new DatagramPacket(new byte[length], length));
        });
        thread.start();
        start.await();
        for (int spins = length * 300; spins > 0; spins--) {
            Thread.onSpinWait();
        }
        scope.cancel();
        thread.join();
        if (wrong[0] != null) {
            throw new IllegalStateException(wrong[0]);
        }
        return got[0];
    }

    private static void receive(DatagramSocket socket, int length) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        socket.receive(packet);
        if (packet.getLength() != length) {
            throw new IllegalStateException(packet.getLength() + " bytes instead of " + length);
        }
    }
}
