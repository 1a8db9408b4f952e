package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import kotlin.Unit;
import kotlin.coroutines.ContinuationInterceptor;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.Job;

/**
 * A thread in {@code runBlocking} with a child that heeds no cancel until the end of standard input: {@code stays|interrupted
 * platform|virtual}. The context of the first is cancelled, and its thread is woken again and again for coroutines to run; the
 * thread of the other is interrupted by this program. Prints {@code told}, and in the end what came out of it.
 */
public final class CoroutineProgram {

    private static final int EVENTS = 20;

    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<CoroutineScope> scope = new CompletableFuture<>();
    private final CompletableFuture<Job> child = new CompletableFuture<>();
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    private CoroutineProgram() {}

    public static void main(String[] args) throws Exception {
        CoroutineProgram program = new CoroutineProgram();
        CancelScope context = Context.background().withCancel();
        Thread thread = WakeProgram.thread(args[1], () -> context.run(program::runBlocking));
        thread.setName("runs-blocking");
        thread.start();
        Job job = program.child.get();
        WakeProgram.awaitBlocked(thread, "BlockingCoroutine.joinBlocking");
        if (args[0].equals("interrupted")) {
            thread.interrupt();
        } else {
            context.cancel();
        }
        while (!job.isCancelled()) {
            Thread.onSpinWait();
        }
        if (args[0].equals("stays")) {
            for (int i = 0; i < EVENTS; i++) {
                program.runEvent(thread);
            }
            System.out.println("told");
            System.in.read();
        }
        program.release.countDown();
        System.out.println(program.outcome.get());
        System.exit(0);
    }

    private void runBlocking() {
        try {
            CoroutineCases.runBlocking((scope, continuation) -> {
                this.scope.complete(scope);
                child.complete(BuildersKt.launch(
                        scope, Dispatchers.getDefault(), CoroutineStart.DEFAULT, (inner, its) -> disobey()));
                return Unit.INSTANCE;
            });
            outcome.complete("no exception");
        } catch (Throwable e) {
            outcome.complete(e.getClass().getSimpleName() + ", " + e.getSuppressed().length + " suppressed, "
                    + (Thread.currentThread().isInterrupted() ? "interrupted" : "not interrupted"));
        }
    }

    private Unit disobey() {
        Context.background().run(ChannelCases.quietly(release::await));
        return Unit.INSTANCE;
    }

    /** The thread leaves its park for this, and goes back to it. */
    private void runEvent(Thread thread) throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        CoroutineDispatcher loop =
                (CoroutineDispatcher) scope.get().getCoroutineContext().get(ContinuationInterceptor.Key);
        loop.dispatch(scope.get().getCoroutineContext(), () -> ran.complete(Thread.currentThread()));
        if (ran.get() != thread) {
            throw new IllegalStateException("an event ran on " + ran.get());
        }
        WakeProgram.awaitBlocked(thread, "LockSupport.parkNanos");
    }
}
