package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.handshake.HandshakeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a {@link HandshakeProgram} has counted, each line also written to {@code target/handshake}. */
final class HandshakeRun {

    private static final Path RESULTS = Path.of("target", "handshake");
    private static final List<String> BAD = List.of("stray", "lost", "elements", "stuck", "wrong");

    private final List<String> lines;

    private HandshakeRun(List<String> lines) {
        this.lines = lines;
    }

    /** The kinds of thread that this JDK has. */
    static Stream<String> kinds() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    /**
     * Runs one to its end.
     *
     * @param name of the file with what it has printed
     * @param arguments as the program says
     */
    static HandshakeRun of(Path agent, String name, Duration most, Object... arguments) throws IOException {
        return of(agent, UnaryOperator.identity(), name, most, arguments);
    }

    /** The same with another class path, made of the one that an application has. */
    static HandshakeRun of(Path agent, UnaryOperator<String> classPath, String name, Duration most, Object... arguments)
            throws IOException {
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        try (ChildJvm jvm = ChildJvm.start(classPath, List.of("-javaagent:" + agent), HandshakeProgram.class, texts)) {
            int exit = jvm.awaitExit(most);
            assertThat(jvm.err()).isEmpty();
            assertThat(exit).as("%s", jvm.out()).isZero();
            assertThat(jvm.out()).endsWith("END");
            List<String> lines = new ArrayList<>(jvm.out());
            lines.remove("END");
            Files.write(Files.createDirectories(RESULTS).resolve(name + ".txt"), lines);
            return new HandshakeRun(lines);
        }
    }

    /** What its rounds came to, of all calls together. */
    private Map<String, Long> counted() {
        return sum("");
    }

    /** What the rounds of {@code call} came to. */
    Map<String, Long> counted(String call) {
        return sum(call + " ");
    }

    /** How much was seen in the rounds of all calls that must not be. */
    long bad() {
        return badOf(counted());
    }

    /** {@link #bad} of {@code call} alone. */
    long bad(String call) {
        return badOf(counted(call));
    }

    private static long badOf(Map<String, Long> counted) {
        return BAD.stream().mapToLong(counted::get).sum();
    }

    void expectNothingWrong() {
        Map<String, Long> counted = counted();
        BAD.forEach(
                bad -> assertThat(counted.get(bad)).as("%s in %s", bad, this).isZero());
    }

    private Map<String, Long> sum(String start) {
        Map<String, Long> sum = new HashMap<>();
        lines.stream()
                .filter(line -> line.startsWith(start) && line.contains(": rounds="))
                .forEach(line -> counts(line).forEach((key, count) -> sum.merge(key, count, Long::sum)));
        return sum;
    }

    /** Of {@code take return platform: rounds=10, stray=0}. */
    private static Map<String, Long> counts(String line) {
        Map<String, Long> counts = new HashMap<>();
        for (String pair : line.substring(line.indexOf(": ") + 2).split(", ")) {
            String[] parts = pair.split("=");
            counts.put(parts[0], Long.valueOf(parts[1]));
        }
        return counts;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
