package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tasks that are handed over under a context and never run, each in its own way: the agent must hold neither the task nor
 * the context afterwards. And what executors give back, which must be the very objects that they were given. Prints
 * {@code way=true} for what is as it should be.
 */
public final class DroppedTasksProgram {

    /** Entries that wait; asked by reflection, because an application does not see the bridge. */
    private static int waiting() throws ReflectiveOperationException {
        return (int) Class.forName("io.ctxagent.boot.Tasks", true, null)
                .getMethod("waiting")
                .invoke(null);
    }

    private DroppedTasksProgram() {}

    private interface Dropping {
        void under(CountDownLatch hold) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        at("rejected", 0, hold -> rejected());
        at("removed", 0, hold -> removed(hold));
        at("cancelled", 0, hold -> cancelled(hold));
        at("purged", 0, hold -> purged(hold));
        at("shutdownNow", 0, hold -> shutDown(hold));
        at("delayed, shut down", 0, hold -> delayedShutDown());
        at("TimerTask.cancel", 0, hold -> timerTaskCancelled());
        at("unforked", -1, hold -> ForkJoinTask.adapt(() -> {}).fork().tryUnfork());
        at("timer dropped", -1, hold -> timerDropped());
        at("ForkJoinPool.shutdownNow", -1, hold -> forkJoinShutDown(hold));
        at("stage dropped", -1, hold -> new CompletableFuture<String>().thenApply(x -> x));
        at("polled from the queue", -1, hold -> polled(hold));
        same();
        System.out.println("END");
        System.exit(0);
    }

    /** {@code left}: entries that may be left before a collection; -1 for any number. */
    private static void at(String way, int left, Dropping drop) throws Exception {
        WeakReference<Context> context = under(way, left, drop);
        // waiting() first: it lets go of the entries of tasks that were collected, as the next hand-over would
        for (int i = 0; i < 200 && (waiting() != 0 || context.get() != null); i++) {
            System.gc();
            Context.background().withCancel().close(); // who derives lets go of what was collected
            Thread.sleep(5); // between two collections, of whose end nobody is told
        }
        boolean nothing = context.get() == null && waiting() == 0;
        System.out.println(
                way + "=" + (nothing ? "true" : "the context is " + context.get() + ", entries: " + waiting()));
    }

    private static WeakReference<Context> under(String way, int left, Dropping drop) throws Exception {
        try (CancelScope scope = Context.background().withCancel()) {
            CountDownLatch hold = new CountDownLatch(1);
            scope.call(() -> {
                drop.under(hold);
                return null;
            });
            if (left >= 0 && waiting() != left) {
                System.out.println(way + " left " + waiting());
            }
            hold.countDown();
            return new WeakReference<>(scope.context());
        }
    }

    /** One worker, which is busy until {@code hold}. */
    private static ThreadPoolExecutor busy(CountDownLatch hold) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Cases::daemonThread);
        CountDownLatch runs = new CountDownLatch(1);
        Context.background()
                .run(() -> pool.execute(() -> {
                    runs.countDown();
                    Cases.awaited(hold);
                }));
        Cases.awaited(runs);
        return pool;
    }

    private static void rejected() {
        ThreadPoolExecutor pool = busy(new CountDownLatch(0));
        pool.shutdown();
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        pool.execute(() -> {});
    }

    private static void removed(CountDownLatch hold) {
        ThreadPoolExecutor pool = busy(hold);
        Runnable task = () -> {};
        pool.execute(task);
        if (!pool.remove(task)) {
            System.out.println("was not in the queue");
        }
        pool.shutdown();
    }

    private static void cancelled(CountDownLatch hold) {
        ThreadPoolExecutor pool = busy(hold);
        pool.submit(() -> 1).cancel(false);
        pool.shutdown();
    }

    private static void purged(CountDownLatch hold) {
        ThreadPoolExecutor pool = busy(hold);
        Future<?> task = pool.submit(() -> {});
        task.cancel(true);
        pool.purge();
        pool.shutdown();
    }

    private static void shutDown(CountDownLatch hold) {
        ThreadPoolExecutor pool = busy(hold);
        pool.execute(() -> {});
        pool.submit(() -> 1);
        pool.shutdownNow();
    }

    private static void delayedShutDown() {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1, Cases::daemonThread);
        pool.schedule(() -> {}, 1, TimeUnit.HOURS);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        pool.shutdown();
    }

    private static TimerTask nothing() {
        return new TimerTask() {
            @Override
            public void run() {}
        };
    }

    private static void timerTaskCancelled() {
        TimerTask task = nothing();
        new Timer(true).schedule(task, 3_600_000);
        task.cancel();
    }

    private static void timerDropped() {
        Timer timer = new Timer(true);
        timer.schedule(nothing(), 3_600_000);
        timer.cancel();
    }

    private static void forkJoinShutDown(CountDownLatch hold) {
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch runs = new CountDownLatch(1);
        Context.background()
                .run(() -> pool.execute(() -> {
                    runs.countDown();
                    Cases.awaited(hold);
                }));
        Cases.awaited(runs);
        pool.execute(() -> {});
        pool.submit(() -> 1);
        pool.shutdownNow();
    }

    private static void polled(CountDownLatch hold) {
        ThreadPoolExecutor pool = busy(hold);
        pool.execute(() -> Cases.awaited(hold)); // it captures: a lambda that does not is one object for ever
        pool.getQueue().poll();
        pool.shutdown();
    }

    /** A task that says who it is and has an order. */
    private record Ranked(int rank, List<Integer> ran, CountDownLatch all) implements Runnable, Comparable<Ranked> {
        @Override
        public void run() {
            Cases.awaited(all);
            ran.add(rank);
        }

        @Override
        public int compareTo(Ranked other) {
            return Integer.compare(rank, other.rank);
        }
    }

    private static void same() throws Exception {
        Context context = Context.background().withCancel().context();
        List<Integer> ran = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        List<Runnable> before = new ArrayList<>();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), Cases::daemonThread) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable task) {
                        before.add((Ranked) task);
                    }
                };
        context.run(() -> {
            pool.execute(new Ranked(0, ran, all));
            for (int rank : new int[] {3, 1, 2}) {
                pool.execute(new Ranked(rank, ran, all));
            }
            all.countDown();
            pool.shutdown();
        });
        pool.awaitTermination(20, TimeUnit.SECONDS);
        System.out.println("comparator=" + ran.equals(List.of(0, 1, 2, 3)));
        System.out.println("cast=" + (before.size() == 4));

        List<Runnable> refused = new ArrayList<>();
        RejectedExecutionHandler handler = (task, executor) -> refused.add(task);
        CountDownLatch hold = new CountDownLatch(1);
        ThreadPoolExecutor full = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), Cases::daemonThread, handler);
        Runnable task = () -> {};
        context.run(() -> {
            full.execute(() -> Cases.awaited(hold));
            full.execute(() -> {});
            full.execute(task);
        });
        System.out.println("rejected handler=" + (refused.size() == 1 && refused.get(0) == task));
        hold.countDown();
        full.shutdown();
        System.out.println("given back=" + (context.call(() -> givenBack(task)).get(0) == task));
    }

    private static List<Runnable> givenBack(Runnable task) {
        ThreadPoolExecutor pool = busy(new CountDownLatch(1));
        pool.execute(task);
        return pool.shutdownNow();
    }
}
