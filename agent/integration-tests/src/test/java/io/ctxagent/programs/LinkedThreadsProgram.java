package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;

/**
 * Threads that read from sockets under a context that lives as long as the program, and never leave it. Prints {@code READING}; gives
 * them what they wait for with the first byte of standard input and prints {@code ENDED}; then for each byte, after a full
 * collection, how many of these threads there are, and of the agent's records and links.
 */
public final class LinkedThreadsProgram {

    private static final int THREADS = 20;

    private static final CancelScope LONG_LIVED =
            Context.background().withCancel().named("long-lived");

    private LinkedThreadsProgram() {}

    /** A class of its own, to be counted. */
    private static final class Reads extends Thread {

        private final InputStream in;

        Reads(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try {
                in.read();
            } catch (IOException e) {
                System.out.println(e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        List<Socket> far = new ArrayList<>();
        read(far);
        System.out.println("READING");
        System.in.read();
        for (Socket socket : far) {
            socket.getOutputStream().write(7);
        }
        far.clear();
        awaitNone();
        System.out.println("ENDED");
        while (System.in.read() >= 0) {
            System.out.println("threads=" + instances(Reads.class.getName()) + " records="
                    + instances("io.ctxagent.boot.ThreadRecord") + " links="
                    + instances("io.ctxagent.boot.ContextLink"));
        }
        LONG_LIVED.cancel();
        System.exit(0);
    }

    /** Started under the context, so that they run under it to their end. */
    private static void read(List<Socket> far) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < THREADS; i++) {
                Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
                far.add(server.accept());
                Thread thread = new Reads(near.getInputStream());
                LONG_LIVED.run(thread::start);
                Still.await(thread, "NioSocketImpl.read");
            }
        }
    }

    private static void awaitNone() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof Reads) {
                thread.join();
            }
        }
    }

    private static int instances(String type) throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        for (String line : histogram.split("\n", -1)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 4 && columns[3].equals(type)) {
                return Integer.parseInt(columns[1]);
            }
        }
        return 0;
    }
}
