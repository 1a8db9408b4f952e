package io.ctxagent.benchmarks.context;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Figures;
import io.ctxagent.benchmarks.measure.Jmh;
import io.ctxagent.benchmarks.measure.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** The library next to its anchors: measures in turns, prints one table. */
public final class ContextCost {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Jmh jmh;
    private final boolean quick;
    private final GoFigures go;
    private final Table table = new Table(
            "median CPU ns (least)",
            "ctx",
            "budget",
            "x budget",
            "gRPC",
            "ctx/gRPC",
            "Kotlin Job",
            "ctx/Kotlin",
            "Go",
            "ctx/Go",
            "B/op ctx",
            "gRPC",
            "Kotlin");

    private ContextCost(boolean quick, GoFigures go) {
        this.jmh = new Jmh(quick);
        this.quick = quick;
        this.go = go;
    }

    /** @param arguments the file for JMH's JSON, {@code quick} or {@code full}, the file with Go's figures */
    public static void main(String[] arguments) throws Exception {
        ContextCost cost = new ContextCost(arguments[1].equals("quick"), GoFigures.read(Path.of(arguments[2])));
        cost.measure();
        cost.jmh.write(Path.of(arguments[0]));
        cost.print();
    }

    private void measure() throws RunnerException {
        int rounds = quick ? 1 : 3;
        for (int round = 1; round <= rounds; round++) {
            for (Row row : Row.ALL) {
                collect(row, "ctx");
                for (String anchor : row.anchors()) {
                    collect(row, anchor);
                }
            }
            cancelMillions();
            System.err.printf("    round %d of %d%n", round, rounds);
        }
    }

    private void collect(Row row, String library) throws RunnerException {
        ChainedOptionsBuilder options = jmh.options()
                .include(benchmark(library).getName() + "\\." + row.method() + "$")
                .param("depth", String.valueOf(row.depth()))
                .threads(row.threads())
                .addProfiler(GCProfiler.class);
        if (library.equals("ctx") && row.method().equals("current")) {
            options.jvmArgsAppend("-Djmh.executor=CUSTOM", "-Djmh.executor.class=" + UnderContext.class.getName());
        }
        jmh.run(row.goName() + library, options);
    }

    private void cancelMillions() throws RunnerException {
        for (String kind : List.of("ctx", "grpc-listener", "kotlin")) {
            jmh.run("million" + kind, CancelMillion.options(jmh, kind, quick));
        }
    }

    private static Class<?> benchmark(String library) {
        return switch (library) {
            case "ctx" -> ContextBenchmark.class;
            case "grpc" -> GrpcBenchmark.class;
            case "kotlin" -> KotlinBenchmark.class;
            default -> throw new IllegalArgumentException(library);
        };
    }

    private void print() throws Exception {
        for (Row row : Row.ALL) {
            Figures ours = figures(row, "ctx");
            Figures grpc = figures(row, "grpc");
            Figures kotlin = figures(row, "kotlin");
            row(
                    row.title(),
                    new double[] {ours.cpu(), grpc.cpu(), kotlin.cpu(), go.nanos(row.goName(), row.go())},
                    new double[] {ours.leastCpu(), grpc.leastCpu(), kotlin.leastCpu()},
                    row.budget(),
                    new double[] {ours.allocated(), grpc.allocated(), kotlin.allocated()});
        }
        printMillion();
        printLive("live bytes, withCancel", new String[] {"ctx", "grpc", "kotlin"}, 64, go.live("liveCancel", 120));
        printLive(
                "live bytes, withTimeout",
                new String[] {"ctx-timeout", "grpc-timeout", ""},
                120,
                go.live("liveTimeout", 248));
        printLive("live bytes, with a listener", new String[] {"ctx-listener", "grpc-listener", ""}, 0, Double.NaN);
        table.print(System.out);
    }

    private Figures figures(Row row, String library) {
        return jmh.figures(row.goName() + library);
    }

    private void printMillion() {
        Figures ours = jmh.figures("millionctx");
        Figures grpc = jmh.figures("milliongrpc-listener");
        Figures kotlin = jmh.figures("millionkotlin");
        row(
                "cancel a million children, ms",
                new double[] {
                    ours.cpu() / NANOS_PER_MILLI,
                    grpc.cpu() / NANOS_PER_MILLI,
                    kotlin.cpu() / NANOS_PER_MILLI,
                    go.nanos("cancelMillion", 280 * NANOS_PER_MILLI) / NANOS_PER_MILLI
                },
                new double[] {
                    ours.leastCpu() / NANOS_PER_MILLI,
                    grpc.leastCpu() / NANOS_PER_MILLI,
                    kotlin.leastCpu() / NANOS_PER_MILLI
                },
                60,
                new double[] {Double.NaN, Double.NaN, Double.NaN});
    }

    private void printLive(String title, String[] kinds, double budget, double ofGo) throws Exception {
        double[] bytes = new double[kinds.length + 1];
        for (int i = 0; i < kinds.length; i++) {
            bytes[i] = kinds[i].isEmpty() ? Double.NaN : LiveBytes.ofChild(kinds[i]);
        }
        bytes[kinds.length] = ofGo;
        row(title, bytes, bytes, budget, new double[] {Double.NaN, Double.NaN, Double.NaN});
    }

    /** @param medians ours, gRPC's, Kotlin's and Go's */
    private void row(String title, double[] medians, double[] least, double budget, double[] allocated) {
        List<String> cells = new ArrayList<>(List.of(title, cell(medians[0], least[0])));
        cells.add(budget == 0 ? "-" : number(budget));
        cells.add(budget == 0 ? "-" : ratio(medians[0], budget));
        for (int i = 1; i <= 2; i++) {
            cells.add(cell(medians[i], least[i]));
            cells.add(ratio(medians[0], medians[i]));
        }
        cells.add(go.cell(medians[3]));
        cells.add(ratio(medians[0], medians[3]));
        for (double bytes : allocated) {
            cells.add(Double.isNaN(bytes) ? "-" : number(bytes));
        }
        table.row(cells);
    }

    private static String cell(double median, double least) {
        if (Double.isNaN(median)) {
            return "-";
        }
        return median == least ? number(median) : number(median) + " (" + number(least) + ")";
    }

    private static String ratio(double ours, double other) {
        return number(ours / other);
    }
}
