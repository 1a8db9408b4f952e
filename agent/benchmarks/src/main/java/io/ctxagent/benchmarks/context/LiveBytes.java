package io.ctxagent.benchmarks.context;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * Prints how much heap a live child keeps, together with what its user holds of it: the heap after a collection with half a
 * million children, less the heap before, divided. To be run with the serial collector, whose figures are exact.
 */
public final class LiveBytes {

    private static final int CHILDREN = 500_000;

    private LiveBytes() {}

    /** @param arguments a kind of {@link Forest} */
    public static void main(String[] arguments) {
        Forest forest = Forest.of(arguments[0]);
        Object[] held = new Object[CHILDREN];
        Object[] few = new Object[100];
        forest.plant(few);
        long before = used();
        forest.plant(held);
        long after = used();
        System.out.println((after - before) / (double) CHILDREN);
        Reference.reachabilityFence(forest);
        Reference.reachabilityFence(held);
        Reference.reachabilityFence(few);
    }

    /** Runs {@link #main} in a JVM of its own. */
    static double ofChild(String kind) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms2g",
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LiveBytes.class.getName(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("no figure for " + kind);
            }
            return Double.parseDouble(line);
        }
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
