package io.ctxagent.benchmarks.context;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlinx.coroutines.CompletableJob;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.JobKt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Kotlin's Job, which has no values, no deadline and no current one outside coroutines. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KotlinBenchmark {

    @Param("1")
    public int depth = 1;

    private CompletableJob deep = JobKt.Job(null);

    @Setup
    public void grow() {
        for (int i = 0; i < depth; i++) {
            deep = JobKt.Job(deep);
        }
    }

    @Benchmark
    public boolean isDone() {
        return deep.isActive();
    }

    @Benchmark
    public void createCancel() {
        JobKt.Job(deep).cancel(null);
    }

    @Benchmark
    public void createCancelCrowded(Crowd crowd) {
        JobKt.Job(crowd.parent).cancel(null);
    }

    /** A parent and a million children that stay. */
    @State(Scope.Benchmark)
    public static class Crowd {

        private final CompletableJob parent = JobKt.Job(null);
        private final Job[] siblings = new Job[1_000_000];

        @Setup
        public void plant() {
            Arrays.setAll(siblings, i -> JobKt.Job(parent));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ContextBenchmark.MANY)
    public void createListenCancel() {
        CompletableJob parent = JobKt.Job(null);
        for (int i = 0; i < ContextBenchmark.MANY; i++) {
            CompletableJob child = JobKt.Job(parent);
            child.invokeOnCompletion(thrown -> Unit.INSTANCE);
            child.cancel(null);
        }
        parent.cancel(null);
    }
}
