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

    static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("queue", new Operation("ArrayBlockingQueue put + take", 2));
        OPERATIONS.put("lock", new Operation("ReentrantLock lockInterruptibly + unlock", 1));
        OPERATIONS.put("semaphore", new Operation("Semaphore acquire + release", 1));
        OPERATIONS.put("latch", new Operation("CountDownLatch await, open", 1));
        OPERATIONS.put("future", new Operation("FutureTask get, ended", 1));
        OPERATIONS.put("completable", new Operation("CompletableFuture join, completed", 1));
        OPERATIONS.put("joinEnded", new Operation("Thread join, ended", 2));
        OPERATIONS.put("process", new Operation("Process waitFor, ended", 1));
        OPERATIONS.put("pipe", new Operation("piped streams, write + read 64 bytes", 2));
        OPERATIONS.put("channel", new Operation("pipe channel, write + read 64 bytes", 2));
        OPERATIONS.put("emptyRead", new Operation("pipe channel, read of no bytes", 1));
        OPERATIONS.put("tls", new Operation("TLS socket, read of 64 bytes", 1));
        OPERATIONS.put("datagram", new Operation("DatagramSocket send + receive", 2));
        OPERATIONS.put("selector", new Operation("Selector select, a key ready", 1));
        OPERATIONS.put("filelock", new Operation("FileChannel lock + release", 1));
        OPERATIONS.put("input", new Operation("FileInputStream read, one byte", 1));
        OPERATIONS.put("dns", new Operation("InetAddress getByName, a literal", 1));
        OPERATIONS.put("jdbc", new Operation("H2 executeQuery + next over 10 rows", 13));
        OPERATIONS.put("park", new Operation("LockSupport park with a permit", 1));
        OPERATIONS.put("sleep", new Operation("TimeUnit sleep of 1 ns", 0));
        OPERATIONS.put("handOver", new Operation("SynchronousQueue put + take, two threads", 0));
        OPERATIONS.put("monitor", new Operation("Object wait + notify, two threads", 0));
        OPERATIONS.put("thread", new Operation("Thread start + join", 0));
        OPERATIONS.put("submit", new Operation("ThreadPoolExecutor submit + get", 0));
        OPERATIONS.put("echo", new Operation("loopback socket echo of 64 bytes", 0));
        OPERATIONS.put("httpclient", new Operation("HttpClient send, loopback", 0));
    }

    /** What a hook may cost, in ns: DESIGN's budgets. */
    private static final int NONE_NANOS = 3;

    static final int LIVE_NANOS = 10;

    private HookCost() {}

    /** @param hooks how many hooks it goes through; 0 for one that blocks, which has no budget in nanoseconds */
    record Operation(String title, int hooks) {

        String budget() {
            return hooks == 0 ? "" : hooks * NONE_NANOS + " / " + hooks * LIVE_NANOS;
        }
    }

    /**
     * @param arguments the agent's jar, that of an agent that does nothing, the file for JMH's JSON, the number of rounds, {@code quick} or
     *     {@code full}, {@code platform} or {@code virtual} threads, and the rows that are wanted; without any, all
     */
    public static void main(String[] arguments) throws Exception {
        choose(List.of(arguments).subList(6, arguments.length));
        // JMH's name for who runs the benchmark.
        String threads = "-Djmh.executor=" + arguments[5].toUpperCase(Locale.ROOT);
        String[] agent = {"-javaagent:" + arguments[0], threads};
        String[] empty = {"-javaagent:" + arguments[1], threads};
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

    static void choose(List<String> rows) {
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

    static ChainedOptionsBuilder options(Jmh jmh, String operation, String context) {
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
                "budget",
                "x none",
                "x live",
                "B/op absent/none/live");
        OPERATIONS.forEach((operation, what) -> {
            Figures absent = jmh.figures(operation + "absent");
            Figures none = jmh.figures(operation + "none");
            Figures live = jmh.figures(operation + "live");
            table.row(List.of(
                    what.title(),
                    cell(absent),
                    cell(none),
                    cell(live),
                    number(none.leastCpu() - absent.leastCpu()),
                    number(live.leastCpu() - absent.leastCpu()),
                    what.budget(),
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

    static String cell(Figures figures) {
        return number(figures.cpu()) + " (" + number(figures.leastCpu()) + ")";
    }
}
