package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many reads, each of a socket of its own, that one deadline ends: {@code platform|virtual <number>}. Prints how many ended as
 * they should, how often somebody looked at the stack of one of their threads, and how late they came out.
 */
public final class DeadlineStormProgram {

    private static final Duration UNTIL = Duration.ofSeconds(3);

    private DeadlineStormProgram() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger timedOut = new AtomicInteger();
        long[] late = new long[count];
        List<Thread> threads = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(count);
        try (ServerSocket server = new ServerSocket(0, count, InetAddress.getLoopbackAddress())) {
            List<Socket> far = new ArrayList<>();
            List<Socket> near = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                near.add(new Socket(server.getInetAddress(), server.getLocalPort()));
                far.add(server.accept());
            }
            long due = System.nanoTime() + UNTIL.toNanos();
            Context context = Context.background().withTimeout(UNTIL).context();
            for (int i = 0; i < count; i++) {
                int number = i;
                Runnable task = () -> context.run(() -> {
                    ready.countDown();
                    try {
                        near.get(number).getInputStream().read();
                    } catch (SocketTimeoutException e) {
                        late[number] = System.nanoTime() - due;
                        timedOut.incrementAndGet();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                threads.add(args[0].equals("platform") ? new Watched(task, looks) : WakeProgram.thread(args[0], task));
            }
            threads.forEach(Thread::start);
            ready.await();
            for (Thread thread : threads) {
                thread.join();
            }
            Arrays.sort(late);
            System.out.println("timed out " + timedOut + ", looks " + looks);
            System.out.println("late us: median " + late[count / 2] / 1000 + ", p99 " + late[count * 99 / 100] / 1000
                    + ", most " + late[count - 1] / 1000);
            System.out.println("END " + far.size());
        }
        System.exit(0);
    }

    /** Notices who stops it to see where it is. */
    private static final class Watched extends Thread {
        private final AtomicInteger looks;

        Watched(Runnable task, AtomicInteger looks) {
            super(task);
            this.looks = looks;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            looks.incrementAndGet();
            return super.getStackTrace();
        }
    }
}
