package io.ctxagent.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** All iterations of one benchmark over all forks and rounds. */
public final class Figures {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> allocated = new ArrayList<>();

    /** Adds what one run of JMH has found. */
    public void add(RunResult run) {
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                wall.add(iteration.getPrimaryResult().getScore());
                iteration.getSecondaryResults().forEach((name, result) -> keep(name, result));
            }
        }
    }

    private void keep(String name, Result<?> result) {
        if (name.endsWith(CpuProfiler.CPU)) {
            cpu.add(result.getScore());
        } else if (name.endsWith(ALLOCATED)) {
            allocated.add(result.getScore());
        }
    }

    /** The median of the CPU nanoseconds per operation. */
    public double cpu() {
        return median(cpu);
    }

    /** The least of the CPU nanoseconds per operation. */
    public double leastCpu() {
        return least(cpu);
    }

    /** The least of the scores, in the unit of the benchmark. */
    public double leastWall() {
        return least(wall);
    }

    /** The median of the scores, in the unit of the benchmark. */
    public double wall() {
        return median(wall);
    }

    /** Bytes allocated per operation; not a number where nobody looked. */
    public double allocated() {
        return median(allocated);
    }

    /** With two digits after the point below ten, one below a hundred, else none. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String format = Math.abs(value) < 9.995 ? "%.2f" : Math.abs(value) < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
