package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Blocks below a class initialiser and below a native frame, which keep a virtual thread on its carrier, with many frames above
 * and below: {@code platform|virtual}. Prints {@code call below a native frame=what came of its cancel}; then cancels what is
 * below initialisers, prints {@code BLOCKED}, lets go at the next byte of standard input, and prints what came of each and
 * of the next call of its thread.
 */
public final class PinnedProgram {

    private static final int LEVELS = 600;
    private static final long STACK_BYTES = 32 << 20;

    private static volatile Blocks now;

    private final CancelScope scope = Context.background().withCancel();
    private final AtomicReference<String> outcome = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    private PinnedProgram() {}

    /** A call that blocks, on something of its own, and its release. */
    private abstract static class Blocks {
        abstract Object block() throws Exception;

        abstract void release() throws IOException;

        final String outcome() {
            try {
                return "got " + block();
            } catch (Exception e) {
                return e.getClass().getSimpleName();
            }
        }
    }

    private static final class Takes extends Blocks {
        private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

        @Override
        Object block() throws InterruptedException {
            return queue.take();
        }

        @Override
        void release() {
            queue.add("an element");
        }
    }

    private static final class Reads extends Blocks {
        private final Socket near;
        private final Socket far;

        Reads() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                near = new Socket(server.getInetAddress(), server.getLocalPort());
                far = server.accept();
            }
        }

        @Override
        Object block() throws IOException {
            return near.getInputStream().read();
        }

        @Override
        void release() throws IOException {
            far.getOutputStream().write(7);
        }
    }

    private static final class FirstInitialised {
        static final String VALUE = down(LEVELS, now::outcome);
    }

    private static final class SecondInitialised {
        static final String VALUE = down(LEVELS, now::outcome);
    }

    public static void main(String[] args) throws Exception {
        for (Blocks blocks : List.of(new Takes(), new Reads())) {
            PinnedProgram program = new PinnedProgram();
            Thread thread = program.start(args[0], name(blocks), () -> deep(blocks));
            boolean seen = shows(thread, "invoke0");
            program.scope.cancel();
            program.over.await();
            System.out.println(
                    name(blocks) + " below a native frame" + (seen ? "=" : " that is not there=") + program.outcome);
        }
        List<PinnedProgram> programs = new ArrayList<>();
        List<Blocks> all = List.of(new Takes(), new Reads());
        for (Blocks blocks : all) {
            now = blocks;
            PinnedProgram program = new PinnedProgram();
            Callable<String> place =
                    blocks instanceof Takes ? () -> FirstInitialised.VALUE : () -> SecondInitialised.VALUE;
            program.start(args[0], name(blocks), () -> place.call() + ", then " + new Takes().outcome());
            programs.add(program);
        }
        programs.forEach(program -> program.scope.cancel());
        System.out.println("BLOCKED");
        System.in.read();
        for (int i = 0; i < all.size(); i++) {
            boolean woken = programs.get(i).over.getCount() == 0;
            all.get(i).release();
            programs.get(i).over.await();
            System.out.println(
                    name(all.get(i)) + " below an initialiser=" + (woken ? "woken, " : "") + programs.get(i).outcome);
        }
        System.exit(0);
    }

    private static String name(Blocks blocks) {
        return blocks instanceof Takes ? "take" : "read";
    }

    /** Half of the frames above the one of native code that reflection has, half below. */
    private static String deep(Blocks blocks) throws ReflectiveOperationException {
        Method below = PinnedProgram.class.getDeclaredMethod("below", Blocks.class);
        return down(LEVELS, () -> {
            try {
                return (String) below.invoke(null, blocks);
            } catch (ReflectiveOperationException e) {
                return e.toString();
            }
        });
    }

    static String below(Blocks blocks) {
        return down(LEVELS, blocks::outcome);
    }

    private static String down(int levels, Supplier<String> place) {
        return levels > 0 ? down(levels - 1, place) : place.get();
    }

    private static boolean shows(Thread thread, String method) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.isNativeMethod() && frame.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    /** Has seen it blocked when it returns. */
    private Thread start(String kind, String name, Callable<String> place) throws Exception {
        Runnable task = () -> {
            try {
                outcome.set(scope.call(place));
            } catch (Throwable e) {
                outcome.set(e.toString());
            }
            over.countDown();
        };
        Thread thread =
                kind.equals("platform") ? new Thread(null, task, name, STACK_BYTES) : WakeProgram.thread(kind, task);
        thread.setName(name);
        thread.start();
        Still.await(thread);
        return thread;
    }
}
