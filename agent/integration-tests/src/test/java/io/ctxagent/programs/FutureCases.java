package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for results and for executors beyond the plain {@code get}. */
final class FutureCases {

    private FutureCases() {}

    static List<BlockingCase> all() throws Exception {
        List<BlockingCase> cases = new ArrayList<>();
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        cases.add(BlockingCase.of(
                "CompletableFuture.allOf().join",
                "CompletableFuture.join",
                () -> CompletableFuture.allOf(first, second).join(),
                () -> List.of(first, second).forEach(each -> each.complete(1))));
        joins(cases);
        forks(cases);
        owns(cases);
        executors(cases);
        cases.addAll(ExecutorCases.all());
        if (Runtime.version().feature() >= 21) {
            closes(cases);
        }
        return cases;
    }

    private static void joins(List<BlockingCase> cases) {
        ForkJoinTask<Integer> joined = ForkJoinTask.adapt(() -> 1);
        cases.add(BlockingCase.of("ForkJoinTask.join", "ForkJoinTask.join", joined::join, () -> joined.complete(1)));
        ForkJoinTask<Integer> timed = ForkJoinTask.adapt(() -> 1);
        cases.add(BlockingCase.of(
                "ForkJoinTask.get(timed)",
                "ForkJoinTask.get",
                () -> timed.get(1, TimeUnit.HOURS),
                () -> timed.complete(1)));
        PendingTask quietly = new PendingTask();
        BlockingCase.Call timedQuietly = Form.of(
                quietly,
                ForkJoinTask.class,
                "quietlyJoin",
                new Class<?>[] {long.class, TimeUnit.class},
                1L,
                TimeUnit.HOURS);
        if (timedQuietly != null) {
            cases.add(BlockingCase.of(
                    "ForkJoinTask.quietlyJoin(timed)",
                    "ForkJoinTask.quietlyJoin",
                    timedQuietly,
                    quietly::quietlyComplete));
        }
        Busy invoked = new Busy();
        ForkJoinPool pool = new ForkJoinPool(1);
        cases.add(BlockingCase.of(
                "ForkJoinPool.invoke",
                "ForkJoinPool.invoke",
                () -> pool.invoke(ForkJoinTask.adapt((Runnable) invoked::work)),
                invoked::end));
    }

    private static void owns(List<BlockingCase> cases) {
        OwnFuture own = new OwnFuture();
        cases.add(BlockingCase.of("OwnFuture.get", "OwnFuture.get", own::get, own::complete));
        OwnFuture timed = new OwnFuture();
        cases.add(BlockingCase.of(
                "OwnFuture.get(timed)", "OwnFuture.get", () -> timed.get(1, TimeUnit.HOURS), timed::complete));
    }

    private static void forks(List<BlockingCase> cases) {
        PendingTask invoked = new PendingTask();
        cases.add(BlockingCase.of(
                "ForkJoinTask.invoke", "ForkJoinTask.invoke", invoked::invoke, invoked::quietlyComplete));
        PendingTask second = new PendingTask();
        invokeAll(cases, "two", second, first -> ForkJoinTask.invokeAll(first, second));
        PendingTask third = new PendingTask();
        invokeAll(cases, "array", third, first -> ForkJoinTask.invokeAll(first, ForkJoinTask.adapt(() -> 2), third));
        PendingTask listed = new PendingTask();
        invokeAll(cases, "list", listed, first -> ForkJoinTask.invokeAll(List.<ForkJoinTask<?>>of(first, listed)));
        PendingTask inSet = new PendingTask();
        invokeAll(
                cases,
                "collection",
                inSet,
                first -> ForkJoinTask.invokeAll(new LinkedHashSet<ForkJoinTask<?>>(List.of(first, inSet))));
    }

    /** The first of the tasks runs on the calling thread and knows its context, the last one is waited for. */
    private static void invokeAll(
            List<BlockingCase> cases, String form, PendingTask last, Consumer<ForkJoinTask<?>> call) {
        Context[] seen = new Context[1];
        ForkJoinTask<?> first = ForkJoinTask.adapt(() -> {
            seen[0] = Context.current();
        });
        cases.add(new BlockingCase(
                "ForkJoinTask.invokeAll of " + form,
                "ForkJoinTask.invokeAll",
                () -> call.accept(first),
                last::quietlyComplete,
                () -> {
                    if (last.ran && !last.isCancelled()) {
                        return "the last task was not cancelled";
                    }
                    return seen[0] == Context.background() ? "the first task lost its context" : "";
                }));
    }

    private static void executors(List<BlockingCase> cases) {
        completion(cases, "take", ExecutorCompletionService::take);
        completion(cases, "poll", completion -> completion.poll(1, TimeUnit.HOURS));
        Busy last = new Busy();
        ForkJoinPool pool = new ForkJoinPool(1);
        pool.submit(last::work);
        pool.shutdown();
        cases.add(BlockingCase.of(
                "ForkJoinPool.awaitTermination",
                "ForkJoinPool.awaitTermination",
                () -> pool.awaitTermination(1, TimeUnit.HOURS),
                last::end));
    }

    private interface Taking {
        void from(ExecutorCompletionService<Integer> completion) throws InterruptedException;
    }

    private static void completion(List<BlockingCase> cases, String method, Taking taking) {
        Busy completed = new Busy();
        ExecutorCompletionService<Integer> completion =
                new ExecutorCompletionService<>(Executors.newFixedThreadPool(1, Cases::daemonThread));
        completion.submit(completed::work);
        cases.add(BlockingCase.of(
                "CompletionService." + method,
                "ExecutorCompletionService." + method,
                () -> taking.from(completion),
                completed::end));
    }

    private static void closes(List<BlockingCase> cases) throws Exception {
        close(cases, "ThreadPoolExecutor", "ExecutorService.close", Executors.newFixedThreadPool(1));
        close(cases, "ForkJoinPool", "ForkJoinPool.close", new ForkJoinPool(1));
        close(cases, "ThreadPerTaskExecutor", "ThreadPerTaskExecutor.close", ExecutorCases.newThreadPerTask());
    }

    private static void close(List<BlockingCase> cases, String type, String frame, ExecutorService executor)
            throws InterruptedException {
        Busy task = new Busy();
        executor.submit(task::work);
        task.begun.await();
        BlockingCase blocking = new BlockingCase(
                type + ".close", frame, () -> ((AutoCloseable) (Object) executor).close(), task::end, () -> {
                    task.end();
                    boolean interrupted = task.interrupted.await(5, TimeUnit.SECONDS);
                    boolean over = executor.awaitTermination(5, TimeUnit.SECONDS);
                    return (interrupted ? "" : "its tasks were not interrupted ") + (over ? "" : "it is not closed");
                });
        cases.add(blocking.readyAfter(() -> {
            task.end();
            executor.shutdown();
            executor.awaitTermination(5, TimeUnit.SECONDS);
        }));
    }
}
