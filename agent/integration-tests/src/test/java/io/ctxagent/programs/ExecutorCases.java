package io.ctxagent.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Executors that are given tasks and waited for, each of its own kind. */
final class ExecutorCases {

    private static final int JDK = Runtime.version().feature();

    private final List<BlockingCase> cases = new ArrayList<>();

    private ExecutorCases() {}

    static List<BlockingCase> all() throws Exception {
        ExecutorCases all = new ExecutorCases();
        all.invoked(
                "ExecutorService",
                "AbstractExecutorService",
                () -> Executors.newFixedThreadPool(1, Cases::daemonThread));
        all.forkJoin();
        if (JDK >= 21) {
            all.threadPerTask();
        }
        return all.cases;
    }

    private interface Invoking {
        void on(ExecutorService executor, List<Callable<Integer>> tasks) throws Exception;
    }

    private void invoked(String name, String type, Made executor) throws Exception {
        if (!name.equals("ExecutorService")) {
            add(name + ".invokeAll", type + ".invokeAll", executor, ExecutorService::invokeAll);
        }
        add(
                name + ".invokeAll(timed)",
                type + ".invokeAll",
                executor,
                (pool, tasks) -> pool.invokeAll(tasks, 1, TimeUnit.HOURS));
        add(name + ".invokeAny", type + ".invokeAny", executor, ExecutorService::invokeAny);
        add(
                name + ".invokeAny(timed)",
                type + ".invokeAny",
                executor,
                (pool, tasks) -> pool.invokeAny(tasks, 1, TimeUnit.HOURS));
    }

    private interface Made {
        ExecutorService executor() throws Exception;
    }

    private void add(String name, String frame, Made made, Invoking invoking) throws Exception {
        ExecutorService executor = made.executor();
        Busy task = new Busy();
        cases.add(BlockingCase.of(
                name, frame, () -> invoking.on(executor, List.of(task::work, task::work)), task::end));
    }

    private void forkJoin() throws Exception {
        invoked("ForkJoinPool", "ForkJoinPool", () -> new ForkJoinPool(1));
    }

    private void threadPerTask() throws Exception {
        invoked("ThreadPerTaskExecutor", "ThreadPerTaskExecutor", ExecutorCases::newThreadPerTask);
        ExecutorService shut = newThreadPerTask();
        Busy last = new Busy();
        shut.submit(last::work);
        shut.shutdown();
        cases.add(BlockingCase.of(
                "ThreadPerTaskExecutor.awaitTermination",
                "ThreadPerTaskExecutor.awaitTermination",
                () -> shut.awaitTermination(1, TimeUnit.HOURS),
                last::end));
    }

    static ExecutorService newThreadPerTask() throws ReflectiveOperationException {
        ThreadFactory daemons = Cases::daemonThread;
        return (ExecutorService) Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, daemons);
    }
}
