package io.ctxagent.benchmarks.context;

import io.ctxagent.benchmarks.measure.CpuProfiler;
import io.ctxagent.benchmarks.measure.Jmh;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** One cancel of a parent with a million children, all of them held by somebody. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CancelMillion {

    private static final int MILLION = 1_000_000;

    @Param({"ctx", "grpc-listener", "kotlin"})
    public String kind = "ctx";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Object[] held = new Object[MILLION];
    private Forest forest = Forest.of("ctx");

    /** A fresh forest for each of a few shots, in a heap that holds it without trouble. */
    static ChainedOptionsBuilder options(Jmh jmh, String kind, boolean quick) {
        return jmh.shots(quick ? 4 : 8, quick ? 5 : 10)
                .include(CancelMillion.class.getName())
                .param("kind", kind);
    }

    @Setup(Level.Invocation)
    public void plant() {
        Arrays.fill(held, null);
        forest = Forest.of(kind);
        forest.plant(held);
        System.gc();
    }

    @Benchmark
    public void cancel(Spent spent) {
        long before = threads.getCurrentThreadCpuTime();
        forest.cancel();
        spent.cpu += threads.getCurrentThreadCpuTime() - before;
    }

    /** CPU nanoseconds of the cancelling thread, under the name that {@link CpuProfiler} gives its result too. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Spent {

        public long cpu;
    }
}
