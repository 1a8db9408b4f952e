package io.ctxagent.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A server whose backlog is full: the next connect waits. */
final class FullServer {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    FullServer() throws IOException {
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(address(), 200);
                waiting.add(socket);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    void makeRoom() {
        Cases.daemon(() -> {
            while (true) {
                server.accept().close();
            }
        });
    }
}
