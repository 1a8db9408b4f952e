package io.ctxagent.programs;

import static io.ctxagent.programs.HandOverProgram.KEY;
import static io.ctxagent.programs.HandOverProgram.seen;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hands tasks over before an agent may come, to a pool, a ForkJoinPool, a timer and a future that all wait, and once more at
 * a byte on standard input. Prints what each task saw, the earlier one first.
 */
public final class LateHandOverProgram {

    private LateHandOverProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope scope = Context.background().withCancel();
        Context request = scope.context().withValue(KEY, "r1");
        CountDownLatch hold = new CountDownLatch(1);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Cases::daemonThread);
        ForkJoinPool forkJoin = new ForkJoinPool(1);
        Timer timer = new Timer(true);
        CompletableFuture<String> future = new CompletableFuture<>();
        CountDownLatch held = new CountDownLatch(3);
        Runnable holds = () -> {
            held.countDown();
            Cases.awaited(hold);
        };
        pool.execute(holds);
        forkJoin.execute(holds);
        timer.schedule(task(holds), 0);
        held.await();
        LinkedBlockingQueue<String> ofPool = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> ofForkJoin = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> ofTimer = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> ofFuture = new LinkedBlockingQueue<>();
        Runnable all = () -> {
            pool.execute(() -> ofPool.add(seen()));
            forkJoin.execute(() -> ofForkJoin.add(seen()));
            timer.schedule(task(() -> ofTimer.add(seen())), 0);
        };
        request.run(all);
        request.run(() -> future.thenRun(() -> ofFuture.add(seen())));
        System.out.println("READY");
        System.in.read();
        request.run(all);
        hold.countDown();
        request.run(() -> future.thenApply(x -> x).thenRun(() -> ofFuture.add(seen())));
        request.run(() -> future.complete(""));
        System.out.println("pool=" + ofPool.take() + " " + ofPool.take());
        System.out.println("fork-join=" + ofForkJoin.take() + " " + ofForkJoin.take());
        System.out.println("timer=" + ofTimer.take() + " " + ofTimer.take());
        // The stages of a future run in the order of a stack.
        System.out.println("future=" + ofFuture.take() + " " + ofFuture.take());
        System.out.println("END");
        System.exit(0);
    }

    private static TimerTask task(Runnable body) {
        return new TimerTask() {
            @Override
            public void run() {
                body.run();
            }
        };
    }
}
