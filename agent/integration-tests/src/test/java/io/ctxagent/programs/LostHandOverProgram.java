package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.ref.WeakReference;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Pools that lose the context of what they are handed, and some that look alike and do not. {@code platform|virtual}, then
 * {@code pool} for one of the JDK's, {@code queue} for hand-written ones. Prints {@code RUNNING}; ends with its standard input.
 */
public final class LostHandOverProgram {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private LostHandOverProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope request = Context.background().withCancel().named("GET /x");
        if (args[1].equals("pool")) {
            ofJdk(request.context());
        } else {
            byHand(args[0], request.context());
        }
        System.out.println("RUNNING");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private static void ofJdk(Context request) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> named(Cases.daemonThread(task), "loses"));
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        collected(() -> {
            pool.execute(() -> stay(taken));
            Cases.awaited(taken);
        });
        request.run(() -> pool.execute(request.wrap(() -> stay(other))));
        other.await();
        System.gc();
    }

    /** Runs {@code handsOver} under a context that nobody holds afterwards. */
    private static WeakReference<Context> collected(Runnable handsOver) {
        try (CancelScope request = Context.background().withCancel().named("GET /x")) {
            request.run(handsOver);
            return new WeakReference<>(request.context());
        }
    }

    private static void byHand(String kind, Context request) throws Exception {
        CountDownLatch running = new CountDownLatch(10);
        // A lambda, by put and take.
        request.call(() -> {
            pool(kind, "loses-lambda", new LinkedBlockingQueue<>(), false).put(() -> stay(running));
            return null;
        });
        // A class of its own, by add and take.
        request.run(() ->
                pool(kind, "loses-class", new ArrayBlockingQueue<>(1), false).add(new Staying(running)));
        // From hand to hand, and a deque.
        request.call(() -> {
            pool(kind, "loses-hand", new SynchronousQueue<>(), false).put(() -> stay(running));
            pool(kind, "loses-deque", new LinkedBlockingDeque<>(), false).put(() -> stay(running));
            LinkedTransferQueue<Runnable> transfers = new LinkedTransferQueue<>();
            pool(kind, "loses-transfer", transfers, false);
            transfers.transfer(() -> stay(running));
            return null;
        });
        // By importance, and after a while.
        request.run(() -> {
            pool(kind, "loses-urgent", new PriorityBlockingQueue<>(), false).add(new Staying(running));
            DelayQueue<Staying> delays = new DelayQueue<>();
            worker(kind, "loses-late", () -> work(delays, false));
            delays.add(new Staying(running));
        });
        // No fault: it brings its context along.
        request.run(
                () -> pool(kind, "wraps", new LinkedBlockingQueue<>(), false).add(request.wrap(() -> stay(running))));
        // No fault: the task runs under a context all the same.
        request.run(() ->
                pool(kind, "enters", new LinkedBlockingQueue<>(), false).add(() -> request.run(() -> stay(running))));
        // No fault: nobody had a context.
        pool(kind, "had-none", new LinkedBlockingQueue<>(), false).add(() -> stay(running));
        // No fault: the one who takes it hands it on and waits for something else.
        request.run(
                () -> pool(kind, "hands-on", new LinkedBlockingQueue<>(), true).add(() -> {}));
        CountDownLatch taken = new CountDownLatch(1);
        WeakReference<Context> gone = collected(() -> {
            pool(kind, "loses-collected", new LinkedBlockingQueue<>(), false).add(() -> stay(taken));
            Cases.awaited(taken);
        });
        running.await();
        while (gone.get() != null) {
            System.gc();
        }
    }

    private static BlockingQueue<Runnable> pool(
            String kind, String name, BlockingQueue<Runnable> queue, boolean handsOn) {
        worker(kind, name, () -> work(queue, handsOn));
        return queue;
    }

    private static void worker(String kind, String name, Runnable work) {
        try {
            Thread worker = WakeProgram.thread(kind, work);
            worker.setName(name);
            Context.background().run(worker::start);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void work(BlockingQueue<? extends Runnable> queue, boolean handsOn) {
        while (true) {
            Runnable task;
            try {
                task = queue.take();
            } catch (InterruptedException e) {
                return;
            }
            if (handsOn) {
                new Thread(task).start();
                Cases.awaited(NEVER);
            }
            task.run();
        }
    }

    private record Staying(CountDownLatch running) implements Runnable, Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }

        @Override
        public void run() {
            stay(running);
        }
    }

    private static Thread named(Thread thread, String name) {
        thread.setName(name);
        return thread;
    }

    private static void stay(CountDownLatch running) {
        running.countDown();
        Cases.awaited(NEVER);
    }
}
