package io.ctxagent.benchmarks.crowd;

import io.ctxagent.benchmarks.measure.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks at crowds and prints what each look cost the JVM: processor time of all its threads, and by how much a thread of it that wants
 * to run each millisecond was late. After each look as long without one, then as long beside two threads of this process that only
 * take processor time, and a collection of the JVM's own at the end: what the machine and the JVM do by themselves. Linux only.
 */
public final class CrowdCost {

    private static final int MANY = 100_000;
    private static final int AGE = 8;

    /** No look may hold the service up for longer. */
    private static final double LATE_MILLIS = 20;

    private final String agent;
    private final int rounds;
    private final int looks;
    private final List<String> flags;
    private final List<String> late = new ArrayList<>();
    private final Table table = new Table(
            "100,000 contexts",
            "CPU",
            "most",
            "of it compilers",
            "collector",
            "wall",
            "late",
            "most",
            "above 20",
            "collections",
            "late without",
            "most",
            "late beside others",
            "most",
            "above 20",
            "late in a collection",
            "MB",
            "n");

    /** One look, as long without one, and as long while others need the processors. */
    private record Look(
            ProcessorTime cpu,
            double wallMillis,
            Crowd.Beat during,
            long collections,
            Crowd.Beat without,
            Crowd.Beat beside,
            long bytes) {}

    private CrowdCost(String agent, int rounds, int looks, List<String> flags) {
        this.agent = agent;
        this.rounds = rounds;
        this.looks = looks;
        this.flags = flags;
    }

    /** @param args the agent's jar, how many JVMs of each kind, how many looks at each, and flags for these JVMs */
    public static void main(String[] args) throws Exception {
        CrowdCost cost = new CrowdCost(
                args[0],
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                List.of(args).subList(3, args.length));
        cost.measure(0, false, "");
        cost.measure(0, true, ", all of them leaked");
        if (Runtime.version().feature() >= 21) {
            cost.measure(MANY, false, ", and as many virtual threads");
        }
        cost.table.print(System.out);
        System.out.println("\nMedians, and the most; ms. The first look also asks for the socket.");
        cost.late.forEach(System.out::println);
    }

    private void measure(int threads, boolean leaked, String what) throws IOException {
        List<Look> first = new ArrayList<>();
        List<Look> second = new ArrayList<>();
        List<Look> later = new ArrayList<>();
        List<Double> collecting = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (Crowd crowd = Crowd.start(agent, MANY, threads, leaked, flags)) {
                // A service that has been there for a while: its collector has moved what stays.
                for (int i = 0; i < AGE; i++) {
                    crowd.ask('a');
                }
                LockSupport.parkNanos(1_000_000_000L);
                @Nullable Path socket = null;
                for (int i = 0; i < looks; i++) {
                    Look look = look(crowd, socket);
                    socket = socket != null ? socket : crowd.socket();
                    (i == 0 ? first : i < 3 ? second : later).add(look);
                    explain(look, "look " + (i + 1) + " at JVM " + (round + 1) + what);
                }
                for (int i = 0; i < 2; i++) {
                    crowd.ask('x');
                    collecting.add(crowd.ask('a').lateMicros() / 1e3);
                }
            }
        }
        row("first look" + what, first, collecting);
        row("second and third" + what, second, collecting);
        row("later" + what, later, collecting);
    }

    private static Look look(Crowd crowd, @Nullable Path known) throws IOException {
        Crowd.Beat before = crowd.ask('x');
        ProcessorTime cpu = ProcessorTime.of(crowd.pid());
        long started = System.nanoTime();
        long bytes = Crowd.look(known != null ? known : crowd.socket());
        long nanos = System.nanoTime() - started;
        ProcessorTime spent = ProcessorTime.of(crowd.pid()).since(cpu);
        Crowd.Beat during = crowd.ask('x');
        LockSupport.parkNanos(nanos);
        Crowd.Beat without = crowd.ask('x');
        takeProcessors(nanos);
        Crowd.Beat beside = crowd.ask('x');
        long collections = during.collections() - before.collections();
        return new Look(spent, nanos / 1e6, during, collections, without, beside, bytes);
    }

    /** A look keeps two threads busy at least: the one that looks and the one that reads; a JVM's first ones the compilers' too. */
    private static void takeProcessors(long nanos) {
        long end = System.nanoTime() + nanos;
        Runnable spins = () -> {
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        };
        Thread other = new Thread(spins, "other");
        other.start();
        spins.run();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What else is known of a look that held the service up. */
    private void explain(Look look, String which) {
        double millis = look.during().lateMicros() / 1e3;
        if (millis > LATE_MILLIS) {
            late.add(
                    which + ": late by " + text(millis) + ", of a look of " + text(look.wallMillis()) + "; collections "
                            + look.collections() + ", in it waited for a processor "
                            + text(look.cpu().heartWaitedMillis())
                            + ", taken by the host " + text(look.cpu().stolenMillis()));
        }
    }

    private void row(String title, List<Look> all, List<Double> collecting) {
        table.row(List.of(
                title,
                median(all, each -> each.cpu().allMillis()),
                most(all, each -> each.cpu().allMillis()),
                median(all, each -> each.cpu().compilersMillis()),
                median(all, each -> each.cpu().collectorMillis()),
                median(all, Look::wallMillis),
                median(all, each -> each.during().lateMicros() / 1e3),
                most(all, each -> each.during().lateMicros() / 1e3),
                above(all, Look::during),
                String.valueOf(all.stream().mapToLong(Look::collections).sum()),
                median(all, each -> each.without().lateMicros() / 1e3),
                most(all, each -> each.without().lateMicros() / 1e3),
                median(all, each -> each.beside().lateMicros() / 1e3),
                most(all, each -> each.beside().lateMicros() / 1e3),
                above(all, Look::beside),
                median(collecting, each -> each),
                median(all, each -> each.bytes() / 1e6),
                String.valueOf(all.size())));
    }

    private static String above(List<Look> all, Function<Look, Crowd.Beat> of) {
        return String.valueOf(all.stream()
                .filter(each -> of.apply(each).lateMicros() / 1e3 > LATE_MILLIS)
                .count());
    }

    private static <T> double[] sorted(List<T> all, ToDoubleFunction<T> of) {
        double[] values = all.stream().mapToDouble(of).toArray();
        Arrays.sort(values);
        return values;
    }

    private static <T> String median(List<T> all, ToDoubleFunction<T> of) {
        double[] values = sorted(all, of);
        return text((values[values.length / 2] + values[(values.length - 1) / 2]) / 2);
    }

    private static <T> String most(List<T> all, ToDoubleFunction<T> of) {
        double[] values = sorted(all, of);
        return text(values[values.length - 1]);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%.0f", value);
    }
}
