package io.ctxagent.samples.unboundedblocking;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Reads the answer of a server that is silent, under a context that can be cancelled and has no deadline. */
public final class UnboundedBlocking {

    private UnboundedBlocking() {}

    public static void main(String[] args) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                CancelScope scope = Context.background().withCancel().named("price feed")) {
            System.out.println("waiting for prices");
            System.out.println("first byte: " + scope.call(() -> firstByte(silent.getLocalPort())));
        }
    }

    private static int firstByte(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read();
        }
    }
}
