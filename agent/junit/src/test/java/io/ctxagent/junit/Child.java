package io.ctxagent.junit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM of this JDK that ran tests to their end, and what it printed. */
record Child(List<String> out, List<String> err) {

    private static final Path AGENT =
            Path.of("../javaagent/target/ctx-agent.jar").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /**
     * @param junit 5 or 6
     * @param options of the agent; null to start without it
     */
    static Child run(int junit, @Nullable String options, String main, String... arguments)
            throws IOException, InterruptedException {
        return run(classPath(junit).collect(Collectors.joining(File.pathSeparator)), options, main, arguments);
    }

    /** The same, for an application that has no copy of the Context API. */
    static Child runWithoutApi(String options, String main, String... arguments)
            throws IOException, InterruptedException {
        String classPath = classPath(6)
                .filter(entry -> !entry.contains("context" + File.separator + "target"))
                .filter(entry -> !entry.contains("ctx-context"))
                .collect(Collectors.joining(File.pathSeparator));
        return run(classPath, options, main, arguments);
    }

    private static Child run(String classPath, @Nullable String options, String main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (options != null) {
            command.add("-javaagent:" + AGENT + "=" + options);
        }
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("ctx-junit", ".out");
        Path err = Files.createTempFile("ctx-junit", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + Files.readString(out) + Files.readString(err));
            }
            Child child = new Child(
                    Files.readAllLines(out, StandardCharsets.UTF_8), Files.readAllLines(err, StandardCharsets.UTF_8));
            if (process.exitValue() != 0) {
                throw new AssertionError("exit code " + process.exitValue() + ": " + child);
            }
            return child;
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The shipped jar in the place of the classes that it is made of, and one of the two versions of JUnit. */
    private static Stream<String> classPath(int junit) throws IOException {
        Stream<String> ours = Stream.of(TARGET.resolve("ctx-junit-0.1.0.jar").toString());
        Stream<String> versioned = junit == 6 ? Stream.of() : list(TARGET.resolve("junit-5"));
        Stream<String> rest = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("junit" + File.separator + "target" + File.separator + "classes"))
                .filter(entry -> !entry.contains("ctx-junit"))
                .filter(entry -> !entry.contains("ctx-model") && !entry.contains("jackson"))
                .filter(entry -> junit == 6 || !entry.contains(File.separator + "org" + File.separator + "junit"));
        return Stream.of(ours, versioned, rest).flatMap(each -> each);
    }

    private static Stream<String> list(Path directory) throws IOException {
        try (Stream<Path> jars = Files.list(directory)) {
            return jars.map(Path::toString).toList().stream();
        }
    }
}
