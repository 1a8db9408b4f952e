package io.ctxagent.benchmarks.hooks;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Figures;
import io.ctxagent.benchmarks.measure.Jmh;
import io.ctxagent.benchmarks.measure.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * What a live context adds to the calls of {@link HookCost} that do not block, with and without one in turns in the same JVM, which has the agent: on some
 * machines forks of one and the same row differ by more than a hook may cost. The code that the compiler makes here knows
 * both, as that of a server does.
 */
public final class PairedCost {

    private PairedCost() {}

    /**
     * @param arguments the file for JMH's JSON, the number of rounds, {@code quick} or {@code full}, and the rows that are wanted; without
     *     any, all. The kind of thread is JMH's property {@code jmh.executor}.
     */
    public static void main(String[] arguments) throws Exception {
        HookCost.choose(List.of(arguments).subList(3, arguments.length));
        int rounds = Integer.parseInt(arguments[1]);
        Jmh jmh = new Jmh(arguments[2].equals("quick"));
        Table table =
                new Table("CPU ns/op in one JVM: median (least)", "no context", "live context", "+ns live", "budget");
        HookCost.OPERATIONS.values().removeIf(operation -> operation.hooks() == 0);
        for (String row : HookCost.OPERATIONS.keySet()) {
            for (int round = 0; round < rounds; round++) {
                for (String context : List.of("none", "live")) {
                    // The first round of each is for the compiler: it has not seen the other yet.
                    String key = row + context + (round == 0 ? "first" : "");
                    jmh.run(key, HookCost.options(jmh, row, context).forks(0));
                }
            }
            Figures none = jmh.figures(row + "none");
            Figures live = jmh.figures(row + "live");
            HookCost.Operation what = HookCost.OPERATIONS.get(row);
            table.row(List.of(
                    what.title(),
                    HookCost.cell(none),
                    HookCost.cell(live),
                    number(live.leastCpu() - none.leastCpu()),
                    String.valueOf(what.hooks() * HookCost.LIVE_NANOS)));
        }
        jmh.write(Path.of(arguments[0]));
        table.print(System.out);
    }
}
