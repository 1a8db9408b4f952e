package io.ctxagent.benchmarks.context;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import io.ctxagent.context.ContextKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Our own. {@link GrpcBenchmark} and {@link KotlinBenchmark} have the same methods, as far as there is the same thing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContextBenchmark {

    private static final Duration HOUR = Duration.ofHours(1);
    static final int MANY = 1000;
    private static final Runnable NOTHING = () -> {};

    /** How many scopes, or values, stand above the context that is asked. */
    @Param("1")
    public int depth = 1;

    /** A scope that nobody holds would be noticed as lost, and released. */
    private final List<CancelScope> scopes = new ArrayList<>();

    private final ContextKey<String> first = ContextKey.of("first", String.class);
    private final ContextKey<String> another = ContextKey.of("another", String.class);
    private Context deep = Context.background();
    private Context carrying = Context.background();

    @Setup
    public void grow() {
        for (int i = 0; i < depth; i++) {
            CancelScope scope = deep.withCancel();
            scopes.add(scope);
            deep = scope.context();
        }
        carrying = deep.withValue(first, "the value that is looked up");
        for (int i = 1; i < depth; i++) {
            carrying = carrying.withValue(ContextKey.of("key" + i, String.class), "value");
        }
    }

    @Benchmark
    public boolean isDone() {
        return deep.isDone();
    }

    @Benchmark
    public @Nullable ContextException err() {
        return deep.err();
    }

    @Benchmark
    public @Nullable String value() {
        return carrying.value(first);
    }

    @Benchmark
    public Context withValue() {
        return deep.withValue(another, "value");
    }

    @Benchmark
    public boolean createCancel() {
        return deep.withCancel().cancel();
    }

    /** A child of a parent that has a million others all the time. */
    @Benchmark
    public boolean createCancelCrowded(Crowd crowd) {
        return crowd.parent.context().withCancel().cancel();
    }

    /** A parent and a million children that stay. */
    @State(Scope.Benchmark)
    public static class Crowd {

        private final CancelScope parent = Context.background().withCancel();
        private final CancelScope[] siblings = new CancelScope[1_000_000];

        @Setup
        public void plant() {
            Arrays.setAll(siblings, i -> parent.context().withCancel());
        }
    }

    /** Children that somebody listens to, under a fresh parent for each {@value #MANY} of them. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public boolean createListenCancel() {
        try (CancelScope parent = Context.background().withCancel()) {
            boolean all = true;
            for (int i = 0; i < MANY; i++) {
                CancelScope child = parent.context().withCancel();
                child.context().afterFunc(NOTHING, Runnable::run);
                all &= child.cancel();
            }
            return all;
        }
    }

    @Benchmark
    public boolean createCancelTimeout() {
        return deep.withTimeout(HOUR).cancel();
    }

    @Benchmark
    public void run() {
        deep.run(NOTHING);
    }

    /** Runs on the threads of {@link UnderContext}. */
    @Benchmark
    public Context current() {
        return Context.current();
    }
}
