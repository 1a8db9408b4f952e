package io.ctxagent.benchmarks.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks in forks of their own and keeps all results for JMH's JSON. */
public final class Jmh {

    private final boolean quick;
    private final List<RunResult> all = new ArrayList<>();
    private final Map<String, Figures> figures = new HashMap<>();

    /** @param quick shorter and fewer iterations: for a look, not for a claim */
    public Jmh(boolean quick) {
        this.quick = quick;
    }

    /** Options for one fork of each benchmark; repeat in rounds rather than ask for more forks. */
    public ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .forks(1)
                .warmupIterations(quick ? 8 : 12)
                .warmupTime(TimeValue.milliseconds(quick ? 250 : 500))
                .measurementIterations(quick ? 10 : 20)
                .measurementTime(TimeValue.milliseconds(100))
                .addProfiler(CpuProfiler.class)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    /** Options for single shots, whose benchmark measures CPU time itself. */
    public ChainedOptionsBuilder shots(int warmup, int measured) {
        return new OptionsBuilder()
                .forks(1)
                .warmupIterations(warmup)
                .measurementIterations(measured)
                .jvmArgsAppend("-Xms3g", "-Xmx3g")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    /** Runs, and adds what came out to the figures under that key. */
    public void run(String key, ChainedOptionsBuilder options) throws RunnerException {
        for (RunResult result : new Runner(options.build()).run()) {
            all.add(result);
            figures.computeIfAbsent(key, absent -> new Figures()).add(result);
        }
    }

    /** What was found under a key so far; no numbers where nothing was. */
    public Figures figures(String key) {
        return Objects.requireNonNullElseGet(figures.get(key), Figures::new);
    }

    /** Writes JMH's JSON of all runs so far. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, "UTF-8")) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(all);
        }
    }
}
