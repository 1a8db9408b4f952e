package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Work for ForkJoinPool, parallel streams, Timer and scopes of threads; prints {@code way=what the work saw}. */
public final class HandOverProgram {

    static final ContextKey<String> KEY = ContextKey.of("request", String.class);

    private static final CancelScope SCOPE = Context.background().withCancel();
    private static final Context FIRST = SCOPE.context().withValue(KEY, "r1");
    private static final Context SECOND = SCOPE.context().withValue(KEY, "r2");

    private HandOverProgram() {}

    public static void main(String[] args) throws Exception {
        forkJoin();
        print("helped", new ForkJoinPool(1).submit(HandOverProgram::helped).get());
        stream();
        timer();
        if (Runtime.version().feature() >= 25) {
            print("StructuredTaskScope.fork", FIRST.call(HandOverProgram::structured));
            scheduledByForkJoin();
        }
        SCOPE.cancel();
        System.out.println("END");
        System.exit(0);
    }

    static String seen() {
        return String.valueOf(Context.current().value(KEY));
    }

    private static void print(String way, Object seen) {
        System.out.println(way + "=" + seen);
    }

    private static void forkJoin() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        print(
                "ForkJoinPool.submit",
                FIRST.call(() -> pool.submit(HandOverProgram::seen).get()));
        LinkedBlockingQueue<String> executed = new LinkedBlockingQueue<>();
        FIRST.run(() -> pool.execute(() -> executed.add(seen())));
        print("ForkJoinPool.execute", executed.take());
        print("ForkJoinPool.invoke", FIRST.call(() -> pool.invoke(ForkJoinTask.adapt(HandOverProgram::seen))));
        print("fork", FIRST.call(() -> pool.invoke(new Halves(6))));
        print(
                "ForkJoinTask.invoke",
                FIRST.call(() -> ForkJoinTask.adapt(HandOverProgram::seen).invoke()));
        print("worker afterwards", workersSee(pool));
        pool.shutdown();
    }

    /** What many tasks without a context see, one after the other. */
    private static Set<String> workersSee(ForkJoinPool pool) throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        for (int i = 0; i < 20; i++) {
            seen.add(pool.submit(() -> Context.current().toString()).get());
        }
        return seen;
    }

    /** All that its leaves saw. */
    private static final class Halves extends RecursiveTask<Set<String>> {
        private static final long serialVersionUID = 1;
        private final int depth;

        Halves(int depth) {
            this.depth = depth;
        }

        @Override
        protected Set<String> compute() {
            if (depth == 0) {
                return Set.of(seen());
            }
            Halves first = new Halves(depth - 1);
            Halves second = new Halves(depth - 1);
            Set<String> seen = new ConcurrentSkipListSet<>();
            if (depth % 2 == 0) {
                invokeAll(first, second);
                seen.addAll(first.join());
            } else {
                first.fork();
                seen.addAll(second.invoke());
                seen.addAll(first.join());
            }
            seen.addAll(second.join());
            return seen;
        }
    }

    /** A worker runs what others handed over, in the middle of a task of its own. */
    private static String helped() {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        FIRST.run(() -> {
            ForkJoinTask<?> own = ForkJoinTask.adapt(() -> seen.add("own " + seen()));
            ForkJoinTask<?> others = ForkJoinTask.adapt(() -> seen.add("others " + seen()));
            ForkJoinTask<?> nobodys = ForkJoinTask.adapt(() -> seen.add("nobody's " + seen()));
            own.fork();
            SECOND.run(others::fork);
            Context.background().run(nobodys::fork);
            ForkJoinTask.helpQuiesce();
            seen.add("then " + seen());
        });
        seen.add("outside " + seen());
        return String.join(", ", new ConcurrentSkipListSet<>(seen));
    }

    private static void stream() throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        CountDownLatch both = new CountDownLatch(2);
        ThreadLocal<Boolean> arrived = new ThreadLocal<>();
        FIRST.run(() -> IntStream.range(0, 4_000).parallel().forEach(i -> {
            if (arrived.get() == null) {
                arrived.set(true);
                both.countDown();
                met(both); // the caller and a worker of the common pool at the least
            }
            seen.add(seen());
        }));
        print("parallel stream", seen);
        print("common pool afterwards", workersSee(ForkJoinPool.commonPool()));
    }

    private static void met(CountDownLatch both) {
        try {
            if (!both.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("one thread alone did all the work");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void timer() throws Exception {
        Timer timer = new Timer(true);
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        FIRST.run(() -> timer.schedule(task(seen), 1));
        print("Timer, once", seen.take());
        FIRST.run(() -> timer.schedule(task(seen), 1, 1));
        print("Timer, periodic", seen.take());
        timer.cancel();
        Timer next = new Timer(true);
        SECOND.run(() -> next.schedule(task(seen), 1));
        seen.clear();
        next.schedule(task(seen), 5);
        String last = seen.take();
        print("Timer, without a context", last.equals("r2") ? seen.take() : last);
        next.cancel();
    }

    private static TimerTask task(LinkedBlockingQueue<String> seen) {
        return new TimerTask() {
            @Override
            public void run() {
                seen.add(seen());
            }
        };
    }

    /** By reflection: a preview API of JDK 25, and not in the one that this is compiled for. */
    private static Object structured() throws Exception {
        Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
        Object scope = type.getMethod("open").invoke(null);
        try (AutoCloseable closing = (AutoCloseable) scope) {
            Callable<String> work = HandOverProgram::seen;
            Object subtask = type.getMethod("fork", Callable.class).invoke(closing, work);
            type.getMethod("join").invoke(closing);
            return Class.forName("java.util.concurrent.StructuredTaskScope$Subtask")
                    .getMethod("get")
                    .invoke(subtask);
        }
    }

    private static void scheduledByForkJoin() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Runnable task = () -> seen.add(seen());
        var once = ForkJoinPool.class.getMethod("schedule", Runnable.class, long.class, TimeUnit.class);
        FIRST.call(() -> once.invoke(pool, task, 1, TimeUnit.MILLISECONDS));
        print("ForkJoinPool.schedule", seen.take());
        var periodic = ForkJoinPool.class.getMethod(
                "scheduleAtFixedRate", Runnable.class, long.class, long.class, TimeUnit.class);
        FIRST.call(() -> periodic.invoke(pool, task, 1, 1, TimeUnit.MILLISECONDS));
        print("ForkJoinPool, periodic", seen.take());
        pool.shutdownNow();
    }
}
