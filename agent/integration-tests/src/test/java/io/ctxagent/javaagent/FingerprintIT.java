package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same leaks in a program that was edited, compiled and run by another JDK, in another order: the same fingerprints. */
class FingerprintIT {

    @TempDir
    private Path folder;

    @Test
    void anEditAboveAnotherOrderAndAnotherJdkLeaveThemAsTheyAre() throws IOException {
        String source = source();
        String edited = source.replace(
                "    // HERE\n",
                "\n".repeat(40)
                        + "    static final Runnable ONE_MORE_LAMBDA = () -> { Runnable inner = () -> {}; };\n");
        Path here = Path.of(System.getProperty("java.home"));

        Map<String, String> before = fingerprints(here, "before", source, "forwards");
        Map<String, String> after = fingerprints(anotherJdk(here), "after", edited, "backwards");

        assertThat(before.keySet()).contains("CTX101", "CTX102", "CTX103", "CTX104", "CTX105", "CTX202");
        assertThat(after).isEqualTo(before);
    }

    /** By rule and method, so that a difference says what it is about. */
    private Map<String, String> fingerprints(Path home, String name, String source, String order) throws IOException {
        Path file = folder.resolve(name).resolve("shop/Planted.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        Path reports = folder.resolve(name).resolve("ctx-leaks");
        try (ChildJvm jvm = ChildJvm.java(
                home,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-javaagent:" + ChildJvm.AGENT + "=grace=200ms,report=" + reports,
                        "-cp",
                        ChildJvm.applicationClassPath(),
                        file.toString(),
                        order))) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as(() -> String.join("\n", jvm.err()))
                    .isZero();
            Map<String, String> fingerprints = new TreeMap<>();
            for (Finding finding : snapshot(reports).findings()) {
                fingerprints.merge(finding.rule(), finding.fingerprint(), (a, b) -> a + " " + b);
            }
            return fingerprints;
        }
    }

    private static Snapshot snapshot(Path reports) throws IOException {
        try (Stream<Path> files = Files.list(reports)) {
            try (InputStream in = Files.newInputStream(files.findFirst().orElseThrow())) {
                return SnapshotReader.read(in);
            }
        }
    }

    private static String source() throws IOException {
        try (InputStream in = FingerprintIT.class.getResourceAsStream("Planted.java.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Of 17 and 25 the one that does not run this; this one again where there is no other. */
    private static Path anotherJdk(Path here) throws IOException {
        String wanted = Runtime.version().feature() >= 25 ? "17" : "25";
        try (Stream<Path> homes =
                Files.isDirectory(Path.of("/usr/lib/jvm")) ? Files.list(Path.of("/usr/lib/jvm")) : Stream.of()) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/javac"))
                            && version(home).equals(wanted))
                    .findFirst()
                    .orElse(here);
        }
    }

    private static String version(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            return release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
