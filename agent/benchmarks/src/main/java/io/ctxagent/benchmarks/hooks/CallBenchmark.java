package io.ctxagent.benchmarks.hooks;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.InetAddress;
import java.nio.channels.FileLock;
import java.sql.ResultSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The other families, as {@link HookBenchmark}: {@link Calls} has what they work on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

    private static final int BATCH = 100;

    /** {@code live}: under a context that can be cancelled and is not. */
    @Param({"none", "live"})
    public String context = "none";

    private final CancelScope scope = Context.background().withCancel();
    private final FutureTask<Integer> ended = new FutureTask<>(() -> BATCH);
    private final CompletableFuture<Integer> completed = CompletableFuture.completedFuture(BATCH);
    private final Thread endedThread = endedThread();

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int future() throws Exception {
        ended.run();
        return batch(ended::get);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int completable() throws Exception {
        return batch(completed::join);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int joinEnded() throws Exception {
        return batch(() -> {
            endedThread.join();
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int sleep() throws Exception {
        return batch(() -> {
            TimeUnit.NANOSECONDS.sleep(1);
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int park() throws Exception {
        return batch(() -> {
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int handOver(Calls.PingPong pingPong) throws Exception {
        return batch(pingPong::roundTrip);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int monitor(Calls.Monitors monitors) throws Exception {
        return batch(monitors::roundTrip);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int tls(Secured secured) throws Exception {
        return batch(secured::read);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int thread() throws Exception {
        return batch(() -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
            return BATCH;
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int process(Calls.Ended process) throws Exception {
        return batch(process.process::waitFor);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int datagram(Calls.Datagrams datagrams) throws Exception {
        return batch(datagrams::sendAndReceive);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int channel(Calls.Pipes pipes) throws Exception {
        return batch(pipes::writeAndRead);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int emptyRead(Calls.Pipes pipes) throws Exception {
        return batch(pipes::readNothing);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int selector(Calls.Selecting selecting) throws Exception {
        return batch(selecting::select);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int filelock(Calls.LockedFile file) throws Exception {
        return batch(() -> {
            try (FileLock lock = file.channel.lock()) {
                return lock.isValid() ? BATCH : 0;
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int pipe(Calls.Streams streams) throws Exception {
        return batch(streams::writeAndRead);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int input(Calls.Zeros zeros) throws Exception {
        return batch(zeros.stream::read);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int dns() throws Exception {
        return batch(() -> InetAddress.getByName("127.0.0.1").hashCode());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int jdbc(Calls.Database database) throws Exception {
        return batch(() -> {
            try (ResultSet rows = database.select.executeQuery()) {
                int sum = 0;
                while (rows.next()) {
                    sum += rows.getInt(1);
                }
                return sum;
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int httpclient(Calls.Server server) throws Exception {
        return batch(server::get);
    }

    private static Thread endedThread() {
        Thread thread = new Thread(() -> {});
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return thread;
    }

    private int batch(Callable<Integer> operation) throws Exception {
        Callable<Integer> all = () -> {
            int sum = 0;
            for (int i = 0; i < BATCH; i++) {
                sum += operation.call();
            }
            return sum;
        };
        return context.equals("live") ? scope.call(all) : all.call();
    }
}
