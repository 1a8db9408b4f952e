package io.ctxagent.benchmarks.wakes;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts {@link AtOnce} in JVMs of its own, in turns: with the agent, and what the JDK does by itself without it. A fresh JVM has
 * compiled nothing of all that happens when a call is woken.
 */
public final class ManyAtOnce {

    private static final List<Case> CASES = List.of(
            new Case("deadline", true, "500 socket reads, one deadline"),
            new Case("cancel", true, "500 socket reads, one cancel"),
            new Case("take", true, "500 LinkedBlockingQueue.take, one cancel"),
            new Case("timeout", false, "without the agent: 500 reads, SO_TIMEOUT"),
            new Case("latch", false, "without the agent: 500 await one latch"));

    /** What ends the calls, and whether the agent does. */
    private record Case(String what, boolean agent, String title) {}

    private ManyAtOnce() {}

    /** @param args the agent's jar, and how many JVMs of each kind */
    public static void main(String[] args) throws Exception {
        List<String> kinds = Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform");
        Map<List<String>, List<double[]>> found = new LinkedHashMap<>();
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            for (Case each : CASES) {
                for (String kind : kinds) {
                    found.computeIfAbsent(List.of(each.title(), kind), key -> new ArrayList<>())
                            .add(run(args[0], each, kind));
                }
            }
        }
        Table table = new Table("p99 in ms, of fresh JVMs", "thread", "median", "most", "again, median", "most", "n");
        found.forEach((titles, all) -> {
            List<String> cells = new ArrayList<>(titles);
            for (int at = 0; at < 2; at++) {
                int which = at;
                double[] sorted = all.stream().mapToDouble(each -> each[which]).toArray();
                Arrays.sort(sorted);
                cells.add(number(sorted[sorted.length / 2]));
                cells.add(number(sorted[sorted.length - 1]));
            }
            cells.add(String.valueOf(all.size()));
            table.row(cells);
        });
        table.print(System.out);
    }

    private static double[] run(String agent, Case each, String kind) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (each.agent()) {
            command.add("-javaagent:" + agent);
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), AtOnce.class.getName(), each.what(), kind));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(each.title() + " on " + kind + " threads has failed: " + said);
        }
        String[] told = said.split(" ", -1);
        return new double[] {Double.parseDouble(told[0]), Double.parseDouble(told[1])};
    }
}
