package io.ctxagent.benchmarks.hooks;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A blocking operation again and again on one thread, under a context or under none. It finds what it wants at once,
 * except for {@link #submit} and {@link #echo}, which wait for another thread.
 *
 * <p>The context is entered once for a batch of operations, as the handler of a request does, so that the price of entering
 * it is not in the figures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HookBenchmark {

    private static final int BATCH = 100;

    /** {@code live}: under a context that can be cancelled and is not. */
    @Param({"none", "live"})
    public String context = "none";

    private final CancelScope scope = Context.background().withCancel();
    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(16);
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore semaphore = new Semaphore(1);
    private final CountDownLatch open = new CountDownLatch(0);

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int queue() throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                queue.put(this);
                queue.take();
            }
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int lock() throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                lock.lockInterruptibly();
                lock.unlock();
            }
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int semaphore() throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                semaphore.acquire();
                semaphore.release();
            }
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int latch() throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                open.await();
            }
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int submit(Pool pool) throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                pool.executor.submit(() -> BATCH).get();
            }
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int echo(Echo echo) throws Exception {
        return batch(() -> {
            for (int i = 0; i < BATCH; i++) {
                echo.roundTrip();
            }
            return BATCH;
        });
    }

    private int batch(Callable<Integer> operations) throws Exception {
        return context.equals("live") ? scope.call(operations) : operations.call();
    }
}
