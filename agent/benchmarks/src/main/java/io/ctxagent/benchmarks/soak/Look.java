package io.ctxagent.benchmarks.soak;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.ThreadInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service as it is at one moment, after a collection of everything: what {@code ctxinspect} says of it, and how many objects
 * of each class are alive. The agent counts nothing for this; the heap does.
 *
 * @param snapshot contexts, threads and findings
 * @param instances living objects by class
 * @param bytes what they take together
 */
record Look(Snapshot snapshot, Map<String, Long> instances, long bytes) {

    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    static Look at(String pid, String ctxinspect) throws IOException, InterruptedException {
        Path file = Files.createTempFile("soak", ".json");
        try {
            output(List.of(ctxinspect, "snapshot", pid, "--timeout", "60s", "-o", file.toString()));
            Snapshot snapshot;
            try (InputStream in = Files.newInputStream(file)) {
                snapshot = SnapshotReader.read(in);
            }
            Map<String, Long> instances = new TreeMap<>();
            long bytes = 0;
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            // What has been finalised and unreferenced by one collection is gone after the next.
            output(List.of(jcmd, pid, "GC.class_histogram"));
            for (String line :
                    output(List.of(jcmd, pid, "GC.class_histogram")).lines().toList()) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    instances.merge(row.group(3), Long.parseLong(row.group(1)), Long::sum);
                    bytes += Long.parseLong(row.group(2));
                }
            }
            return new Look(snapshot, instances, bytes);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + text);
        }
        return text;
    }

    long liveContexts() {
        return snapshot.counts().contexts().live();
    }

    long liveRequests() {
        return snapshot.contexts().stream()
                .filter(each -> each.kind().equals("request") && each.live())
                .count();
    }

    /** By name. */
    List<String> threads() {
        return snapshot.threads().stream().map(ThreadInfo::name).sorted().toList();
    }

    /** Living objects of that class itself. */
    long count(String type) {
        return instances.getOrDefault(type, 0L);
    }
}
