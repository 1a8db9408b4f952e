package io.ctxagent.benchmarks.crowd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of another JVM, as Linux counts it.
 *
 * @param allMillis of all its threads, those that have ended too, in steps of 10 ms
 * @param compilersMillis of the compilers' threads that there are
 * @param collectorMillis of the collector's threads, and the one that stops the others
 * @param heartWaitedMillis how long the thread that is late was ready to run and had no processor
 * @param stolenMillis what the host took from this machine's processors, in steps of 10 ms
 */
record ProcessorTime(
        double allMillis,
        double compilersMillis,
        double collectorMillis,
        double heartWaitedMillis,
        double stolenMillis) {

    private static final double MILLIS_OF_TICK = 10;

    static ProcessorTime of(long pid) throws IOException {
        double compilers = 0;
        double collector = 0;
        double waited = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks) {
                try {
                    String name = Files.readString(task.resolve("comm"));
                    double millis = schedstat(task, 0) / 1e6;
                    if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
                        compilers += millis;
                    } else if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM Thread")) {
                        collector += millis;
                    } else if (name.startsWith(CrowdedService.HEART)) {
                        waited = schedstat(task, 1) / 1e6;
                    }
                } catch (IOException e) {
                    // The thread has ended: there is no such file, or no such process.
                }
            }
        }
        return new ProcessorTime(ticks(pid) * MILLIS_OF_TICK, compilers, collector, waited, stolen() * MILLIS_OF_TICK);
    }

    private static double schedstat(Path task, int field) throws IOException {
        return Double.parseDouble(
                Files.readString(task.resolve("schedstat")).strip().split(" ", -1)[field]);
    }

    private static long stolen() throws IOException {
        String all = Files.readString(Path.of("/proc/stat"));
        return Long.parseLong(all.substring(0, all.indexOf('\n')).split(" +", -1)[8]);
    }

    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    ProcessorTime since(ProcessorTime before) {
        return new ProcessorTime(
                allMillis - before.allMillis,
                compilersMillis - before.compilersMillis,
                collectorMillis - before.collectorMillis,
                heartWaitedMillis - before.heartWaitedMillis,
                stolenMillis - before.stolenMillis);
    }
}
