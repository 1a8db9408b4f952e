package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a {@code join} under a context must not do: give in to the user's interrupt, lose it, or take the calls of a task that
 * it helps with for its own. {@code platform|virtual}. Prints {@code what=result}.
 */
public final class JoinProgram {

    private JoinProgram() {}

    public static void main(String[] args) throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        interrupted("CompletableFuture.join", args[0], future::join, () -> future.complete(1));
        ForkJoinTask<Integer> task = ForkJoinTask.adapt(() -> 1);
        interrupted("ForkJoinTask.join", args[0], task::join, () -> task.complete(1));
        interruptedAndCancelled(args[0]);
        helping();
        System.out.println("END");
        System.exit(0);
    }

    /** The user interrupts, then the result comes. */
    private static void interrupted(String name, String kind, Callable<Integer> join, Runnable complete)
            throws Exception {
        try (CancelScope scope = Context.background().withCancel()) {
            String[] result = new String[1];
            Thread thread = WakeProgram.thread(kind, () -> scope.run(() -> result[0] = outcome(join)));
            thread.start();
            WakeProgram.awaitBlocked(thread, name);
            thread.interrupt();
            WakeProgram.awaitBlocked(thread, name);
            complete.run();
            thread.join(10_000);
            System.out.println(name + " interrupted=" + result[0]);
        }
    }

    /** The user interrupts, then the context is cancelled: both are told. */
    private static void interruptedAndCancelled(String kind) throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        CancelScope scope = Context.background().withCancel();
        String[] result = new String[1];
        Thread thread = WakeProgram.thread(kind, () -> scope.run(() -> result[0] = outcome(future::join)));
        thread.start();
        WakeProgram.awaitBlocked(thread, "CompletableFuture.join");
        thread.interrupt();
        WakeProgram.awaitBlocked(thread, "CompletableFuture.join");
        scope.cancel();
        thread.join(10_000);
        System.out.println("interrupted and cancelled=" + result[0]);
    }

    /** A worker joins a task that it has to run itself; what the task waits in has its own exception. */
    private static void helping() throws Exception {
        BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        CancelScope scope = Context.background().withCancel();
        Thread[] worker = new Thread[1];
        ForkJoinPool pool = new ForkJoinPool(1);
        ForkJoinTask<String> inner = ForkJoinTask.adapt(() -> outcome(() -> {
            worker[0] = Thread.currentThread();
            return queue.take();
        }));
        Future<String> outer = pool.submit(() -> scope.call(() -> inner.fork().join()));
        while (worker[0] == null) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        WakeProgram.awaitBlocked(worker[0], "LinkedBlockingQueue.take");
        scope.cancel();
        System.out.println("helped task=" + outer.get(10, TimeUnit.SECONDS));
    }

    private static String outcome(Callable<?> call) {
        String text;
        try {
            text = String.valueOf(call.call());
        } catch (Exception e) {
            Throwable cause = e.getCause();
            text = e.getClass().getSimpleName()
                    + (cause == null ? "" : "<" + cause.getClass().getSimpleName());
        }
        return text + (Thread.interrupted() ? " and interrupted" : "");
    }
}
