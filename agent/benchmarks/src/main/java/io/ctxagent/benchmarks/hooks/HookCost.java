package io.ctxagent.benchmarks.hooks;

import static io.ctxagent.benchmarks.measure.Figures.number;

import io.ctxagent.benchmarks.measure.Figures;
import io.ctxagent.benchmarks.measure.Jmh;
import io.ctxagent.benchmarks.measure.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * {@link HookBenchmark} and {@link CallBenchmark} with an agent that does nothing, under ours without a context, and under ours with one: in turns,
 * so that a busy minute of the machine hits all three. Any agent changes what the compiler makes of some code (of H2's query it
 * sees through one object less), and that is none of the hooks.
 */
public final class HookCost {

    private static final Map<String, String> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("queue", "ArrayBlockingQueue put + take");
        OPERATIONS.put("lock", "ReentrantLock lockInterruptibly + unlock");
        OPERATIONS.put("semaphore", "Semaphore acquire + release");
        OPERATIONS.put("latch", "CountDownLatch await, open");
        OPERATIONS.put("future", "FutureTask get, ended");
        OPERATIONS.put("completable", "CompletableFuture join, completed");
        OPERATIONS.put("joinEnded", "Thread join, ended");
        OPERATIONS.put("process", "Process waitFor, ended");
        OPERATIONS.put("pipe", "piped streams, write + read 64 bytes");
        OPERATIONS.put("channel", "pipe channel, write + read 64 bytes");
        OPERATIONS.put("emptyRead", "pipe channel, read of no bytes");
        OPERATIONS.put("datagram", "DatagramSocket send + receive");
        OPERATIONS.put("selector", "Selector select, a key ready");
        OPERATIONS.put("filelock", "FileChannel lock + release");
        OPERATIONS.put("input", "FileInputStream read, one byte");
        OPERATIONS.put("dns", "InetAddress getByName, a literal");
        OPERATIONS.put("jdbc", "H2 executeQuery + next over 10 rows");
        OPERATIONS.put("park", "LockSupport park with a permit");
        OPERATIONS.put("sleep", "TimeUnit sleep of 1 ns");
        OPERATIONS.put("handOver", "SynchronousQueue put + take, two threads");
        OPERATIONS.put("thread", "Thread start + join");
        OPERATIONS.put("submit", "ThreadPoolExecutor submit + get");
        OPERATIONS.put("echo", "loopback socket echo of 64 bytes");
        OPERATIONS.put("httpclient", "HttpClient send, loopback");
    }

    private HookCost() {}

    /**
     * @param arguments the agent's jar, that of an agent that does nothing, the file for JMH's JSON, the number of rounds, {@code quick} or
     *     {@code full}, and the rows that are wanted; without any, all
     */
    public static void main(String[] arguments) throws Exception {
        choose(List.of(arguments).subList(5, arguments.length));
        String agent = "-javaagent:" + arguments[0];
        String empty = "-javaagent:" + arguments[1];
        int rounds = Integer.parseInt(arguments[3]);
        Jmh jmh = new Jmh(arguments[4].equals("quick"));
        for (int round = 1; round <= rounds; round++) {
            for (String operation : OPERATIONS.keySet()) {
                jmh.run(operation + "absent", options(jmh, operation, "none").jvmArgsAppend(empty));
                jmh.run(operation + "none", options(jmh, operation, "none").jvmArgsAppend(agent));
                jmh.run(operation + "live", options(jmh, operation, "live").jvmArgsAppend(agent));
            }
            System.err.printf("    round %d of %d%n", round, rounds);
        }
        jmh.write(Path.of(arguments[2]));
        print(jmh);
    }

    private static void choose(List<String> rows) {
        for (String row : rows) {
            if (!OPERATIONS.containsKey(row)) {
                System.err.printf("no row %s: they are %s%n", row, String.join(" ", OPERATIONS.keySet()));
                System.exit(2);
            }
        }
        if (!rows.isEmpty()) {
            OPERATIONS.keySet().retainAll(rows);
        }
    }

    private static ChainedOptionsBuilder options(Jmh jmh, String operation, String context) {
        return jmh.options()
                .include(HookCost.class.getPackageName() + "\\.\\w+Benchmark\\." + operation + "$")
                .param("context", context)
                .addProfiler(GCProfiler.class);
    }

    private static void print(Jmh jmh) {
        Table table = new Table(
                "CPU ns/op: median (least)",
                "empty agent",
                "ours, no context",
                "ours, live context",
                "+ns none",
                "+ns live",
                "x none",
                "x live",
                "B/op absent/none/live");
        OPERATIONS.forEach((operation, title) -> {
            Figures absent = jmh.figures(operation + "absent");
            Figures none = jmh.figures(operation + "none");
            Figures live = jmh.figures(operation + "live");
            table.row(List.of(
                    title,
                    cell(absent),
                    cell(none),
                    cell(live),
                    number(none.leastCpu() - absent.leastCpu()),
                    number(live.leastCpu() - absent.leastCpu()),
                    number(none.leastCpu() / absent.leastCpu()),
                    number(live.leastCpu() / absent.leastCpu()),
                    String.format(
                            Locale.ROOT,
                            "%.1f / %.1f / %.1f",
                            absent.allocated(),
                            none.allocated(),
                            live.allocated())));
        });
        table.print(System.out);
    }

    private static String cell(Figures figures) {
        return number(figures.cpu()) + " (" + number(figures.leastCpu()) + ")";
    }
}
