package io.ctxagent.benchmarks.context;

import io.grpc.Context;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * gRPC's Context. Its children are not registered in their parent as long as nobody listens to them: they ask all their
 * ancestors each time. So creating one is cheap, and asking one is not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrpcBenchmark {

    private static final Runnable NOTHING = () -> {};

    @Param("1")
    public int depth = 1;

    private final Context.Key<String> first = Context.key("first");
    private final Context.Key<String> another = Context.key("another");
    private final ScheduledExecutorService timer = timer();
    private Context deep = Context.ROOT;
    private Context carrying = Context.ROOT;

    @Setup
    public void grow() {
        for (int i = 0; i < depth; i++) {
            deep = deep.withCancellation();
        }
        carrying = deep.withValue(first, "the value that is looked up");
        for (int i = 1; i < depth; i++) {
            carrying = carrying.withValue(Context.key("key" + i), "value");
        }
    }

    /** As gRPC makes its own shared timer: one that kept each cancelled timeout for an hour would fill the heap. */
    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "grpc-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @TearDown
    public void shutDown() {
        timer.shutdownNow();
    }

    @Benchmark
    public boolean isDone() {
        return deep.isCancelled();
    }

    @Benchmark
    public Throwable err() {
        return deep.cancellationCause();
    }

    @Benchmark
    public String value() {
        return first.get(carrying);
    }

    @Benchmark
    public Context withValue() {
        return deep.withValue(another, "value");
    }

    @Benchmark
    public boolean createCancel() {
        return deep.withCancellation().cancel(null);
    }

    /** With a listener the child is registered in its parent, and stays there when it is cancelled. */
    @Benchmark
    @OperationsPerInvocation(ContextBenchmark.MANY)
    public boolean createListenCancel() {
        Context.CancellableContext parent = Context.ROOT.withCancellation();
        boolean all = true;
        for (int i = 0; i < ContextBenchmark.MANY; i++) {
            Context.CancellableContext child = parent.withCancellation();
            child.addListener(context -> {}, Runnable::run);
            all &= child.cancel(null);
        }
        return all & parent.cancel(null);
    }

    @Benchmark
    public boolean createCancelTimeout() {
        return deep.withDeadlineAfter(1, TimeUnit.HOURS, timer).cancel(null);
    }

    @Benchmark
    public void run() {
        deep.run(NOTHING);
    }

    @Benchmark
    public Context current(Attached attached) {
        return Context.current();
    }

    /** Attaches a context to the thread that measures. */
    @State(Scope.Thread)
    public static class Attached {

        private final Context.CancellableContext context = Context.ROOT.withCancellation();
        private Context before = Context.ROOT;

        @Setup(Level.Iteration)
        public void attach() {
            before = context.attach();
        }

        @TearDown(Level.Iteration)
        public void detach() {
            context.detach(before);
        }
    }
}
