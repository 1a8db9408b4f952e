package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Hands work over in every way that carries the context; prints {@code way=what the work saw}. */
public final class PropagationProgram {

    private static final ContextKey<String> KEY = ContextKey.of("request", String.class);

    private PropagationProgram() {}

    public static void main(String[] args) throws Exception {
        Context context = Context.background().withCancel().context().withValue(KEY, "r1");
        context.call(() -> {
            threads();
            pools();
            return null;
        });
        again(context);
        workersInheritNothing();
        refused(context);
        System.out.println("END");
        System.exit(0);
    }

    private static String seen() {
        return String.valueOf(Context.current().value(KEY));
    }

    private static void print(String way, String seen) {
        System.out.println(way + "=" + seen);
    }

    private static void threads() throws Exception {
        String[] seen = new String[2];
        Thread plain = new Thread(() -> seen[0] = seen());
        Thread overridden = new Thread() {
            @Override
            public void run() {
                seen[1] = seen();
            }
        };
        plain.start();
        overridden.start();
        plain.join();
        overridden.join();
        print("Thread.start", seen[0]);
        print("Thread subclass", seen[1]);
        if (Runtime.version().feature() >= 21) {
            Thread virtual = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                            () -> seen[0] = seen());
            virtual.join();
            print("virtual thread", seen[0]);
            ExecutorService perTask = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            print(
                    "virtual thread per task",
                    perTask.submit(PropagationProgram::seen).get());
            perTask.shutdown();
        }
    }

    private static void pools() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        print("submit", pool.submit(PropagationProgram::seen).get());
        print("submit again", pool.submit(PropagationProgram::seen).get());
        pool.shutdown();
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(1);
        print(
                "schedule",
                scheduled
                        .schedule(PropagationProgram::seen, 1, TimeUnit.MILLISECONDS)
                        .get());
        List<String> periodic = new CopyOnWriteArrayList<>();
        CountDownLatch twice = new CountDownLatch(2);
        scheduled.scheduleAtFixedRate(
                () -> {
                    periodic.add(seen());
                    twice.countDown();
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        twice.await();
        scheduled.shutdownNow();
        print("periodic", periodic.get(0));
    }

    /** One Runnable object, submitted under three contexts. */
    private static void again(Context first) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        Runnable task = () -> seen.add(seen());
        CountDownLatch hold = new CountDownLatch(1);
        pool.execute(() -> Cases.awaited(hold));
        first.run(() -> pool.execute(task));
        first.withValue(KEY, "r2").run(() -> pool.execute(task));
        first.withValue(KEY, "r3").run(() -> pool.execute(task));
        hold.countDown();
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
        print("one task three times", String.join(",", seen));
    }

    /** The worker that a request made the pool start serves a later task, which has no context. */
    private static void workersInheritNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try (CancelScope request = Context.background().withCancel()) {
            request.call(() -> pool.submit(PropagationProgram::seen).get());
        }
        print(
                "worker afterwards",
                pool.submit(() -> Context.current().toString()).get());
        pool.shutdown();
    }

    private static void refused(Context context) throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        CountDownLatch hold = new CountDownLatch(1);
        pool.execute(() -> Cases.awaited(hold));
        List<Runnable> refused = new ArrayList<>();
        Runnable task = () -> print("task that was refused once", seen());
        context.run(() -> {
            pool.execute(() -> {});
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) {
                refused.add(task);
            }
        });
        hold.countDown();
        while (pool.getCompletedTaskCount() < 2) {
            Thread.onSpinWait();
        }
        // Without a context now: the entry of the refused submit must not be found.
        refused.forEach(pool::execute);
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
    }
}
