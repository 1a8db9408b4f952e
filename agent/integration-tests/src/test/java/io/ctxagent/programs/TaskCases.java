package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The plain waits for results and executors; more are in {@link FutureCases} and {@link ExecutorCases}. */
final class TaskCases {

    private TaskCases() {}

    static List<BlockingCase> all() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        FutureTask<Integer> task = new FutureTask<>(() -> 1);
        cases.add(BlockingCase.of("FutureTask.get", "FutureTask.get", task::get, task::run));
        FutureTask<Integer> timedTask = new FutureTask<>(() -> 1);
        cases.add(BlockingCase.of(
                "FutureTask.get(timed)", "FutureTask.get", () -> timedTask.get(1, TimeUnit.HOURS), timedTask::run));
        CompletableFuture<Integer> future = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.get", "CompletableFuture.get", future::get, () -> future.complete(1)));
        CompletableFuture<Integer> timed = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.get(timed)",
                "CompletableFuture.get",
                () -> timed.get(1, TimeUnit.HOURS),
                () -> timed.complete(1)));
        CompletableFuture<Integer> joined = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.join", "CompletableFuture.join", joined::join, () -> joined.complete(1)));
        ForkJoinTask<Integer> forked = ForkJoinTask.adapt(() -> 1);
        cases.add(BlockingCase.of("ForkJoinTask.get", "ForkJoinTask.get", forked::get, () -> forked.complete(1)));
        ExecutorService pool = Executors.newFixedThreadPool(1, Cases::daemonThread);
        pool.submit(() -> 1).get();
        cases.add(BlockingCase.of(
                "ThreadPoolExecutor.awaitTermination",
                "ThreadPoolExecutor.awaitTermination",
                () -> pool.awaitTermination(1, TimeUnit.HOURS),
                pool::shutdown));
        CountDownLatch open = new CountDownLatch(1);
        ExecutorService busy = Executors.newFixedThreadPool(1, Cases::daemonThread);
        cases.add(BlockingCase.of(
                "ExecutorService.invokeAll",
                "AbstractExecutorService.invokeAll",
                () -> busy.invokeAll(List.of(() -> outside(open))),
                open::countDown));
        return cases;
    }

    /** Under no context: what is ended is the wait for the task, not the task. */
    private static int outside(CountDownLatch latch) throws Exception {
        return Context.background().call(() -> {
            latch.await();
            return 1;
        });
    }
}
