package io.ctxagent.samples.blockingwithoutcontext;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The requests have deadlines. The thread that fetches prices for them was started before there was any context. */
public final class BlockingWithoutContext {

    private BlockingWithoutContext() {}

    public static void main(String[] args) throws Exception {
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread prices = new Thread(() -> fetch(silent.getLocalPort()), "prices");
        prices.setDaemon(true);
        prices.start();
        try (CancelScope service = Context.untilShutdown().withCancel().named("shop")) {
            service.context().awaitDone();
        }
    }

    private static void fetch(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            System.out.println("fetching prices");
            System.out.println("price: " + socket.getInputStream().read());
        } catch (IOException e) {
            System.out.println("no price: " + e.getMessage());
        }
    }
}
