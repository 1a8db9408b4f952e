package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pools whose workers run before an agent may come: idle ones, and one in the middle of a task. At a byte on standard
 * input, hands tasks to those workers under a context and prints what each saw.
 */
public final class OldWorkersProgram {

    private static final ContextKey<String> KEY = ContextKey.of("request", String.class);

    private OldWorkersProgram() {}

    /** Overrides what the JDK's worker calls around a task and never calls the methods above. */
    private static final class Silent extends ThreadPoolExecutor {
        Silent() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {}

        @Override
        protected void afterExecute(Runnable task, Throwable thrown) {}
    }

    /** Does, in the usual way; and the class above it does too. */
    private static class Counting extends ThreadPoolExecutor {
        int tasks;

        Counting() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            super.beforeExecute(thread, task);
            tasks++;
        }
    }

    private static final class Derived extends Counting {
        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            super.beforeExecute(thread, task);
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, ExecutorService> pools = new LinkedHashMap<>();
        pools.put("fixed", Executors.newFixedThreadPool(1, Cases::daemonThread));
        pools.put(
                "cached",
                new ThreadPoolExecutor(
                        0,
                        10,
                        1,
                        TimeUnit.HOURS,
                        new SynchronousQueue<>(),
                        (Runnable task) -> Cases.daemonThread(task)));
        pools.put("single", Executors.newSingleThreadExecutor(Cases::daemonThread));
        pools.put("scheduled", Executors.newScheduledThreadPool(1, Cases::daemonThread));
        pools.put("silent", new Silent());
        pools.put("derived", new Derived());
        for (ExecutorService pool : pools.values()) {
            pool.submit(() -> 1).get();
        }
        ExecutorService busy = Executors.newFixedThreadPool(1, Cases::daemonThread);
        CountDownLatch hold = new CountDownLatch(1);
        busy.execute(() -> Cases.awaited(hold));
        System.out.println("READY");
        System.in.read();
        hold.countDown();
        pools.put("busy", busy);
        CancelScope scope = Context.background().withCancel();
        Context request = scope.context().withValue(KEY, "r1");
        for (Map.Entry<String, ExecutorService> entry : pools.entrySet()) {
            System.out.println(entry.getKey() + " execute=" + executed(request, entry.getValue()) + " submit="
                    + request.call(() -> entry.getValue().submit(OldWorkersProgram::seen))
                            .get() + " none="
                    + executed(Context.background(), entry.getValue()));
        }
        ScheduledExecutorService scheduled = (ScheduledExecutorService) pools.get("scheduled");
        System.out.println("schedule="
                + request.call(() -> scheduled.schedule(OldWorkersProgram::seen, 1, TimeUnit.MILLISECONDS))
                        .get());
        System.out.println("shutdown inside=" + shutDownInside(request, pools.get("fixed")));
        System.out.println("wake=" + woken(scope, request, pools.get("silent")));
        System.out.println("END");
        System.exit(0);
    }

    private static String seen() {
        return String.valueOf(Context.current().value(KEY));
    }

    private static String executed(Context context, ExecutorService pool) throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        context.run(() -> pool.execute(() -> seen.add(seen())));
        return seen.take();
    }

    /** Ends its own pool, which unlocks idle workers on this one's thread; the context must stay. */
    private static String shutDownInside(Context context, ExecutorService pool) throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        context.run(() -> pool.execute(() -> {
            pool.shutdown();
            seen.add(seen());
        }));
        return seen.take();
    }

    private static String woken(CancelScope scope, Context context, ExecutorService pool) throws Exception {
        LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Thread> worker = new LinkedBlockingQueue<>();
        context.run(() -> pool.execute(() -> {
            worker.add(Thread.currentThread());
            try {
                ends.add(String.valueOf(new LinkedBlockingQueue<>().poll(2, TimeUnit.SECONDS)));
            } catch (InterruptedException e) {
                ends.add(e.getClass().getSimpleName());
            }
        }));
        Still.await(worker.take(), "LinkedBlockingQueue.poll");
        scope.cancel();
        return ends.take();
    }
}
