package io.ctxagent.javaagent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A JVM of this JDK with the jar that ships, or without it; both outputs are kept by lines. Ended at close. */
final class ChildJvm implements AutoCloseable {

    static final Path AGENT =
            Path.of("../javaagent/target/ctx-agent.jar").toAbsolutePath().normalize();

    /** The same without the classes that the build has woven, as on a JDK that it has not met. */
    static final Path UNWOVEN = AGENT.resolveSibling("ctx-agent-unwoven.jar");

    private static final List<String> OF_THE_AGENT = List.of(
            "/javaagent/target/classes",
            "/boot/target/",
            "/model/target/",
            "/report/target/",
            "/recorder/target/",
            "/instrument/target/",
            "/javaagent/target/ctx-",
            "/ctx-boot",
            "/ctx-model",
            "/ctx-re",
            "/ctx-instrument",
            "byte-buddy",
            "jackson");

    /** A child lives for seconds: without the second compiler and a collector with threads it starts in half the CPU time. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread readsOut;
    private final Thread readsErr;

    private ChildJvm(Process process) {
        this.process = process;
        this.readsOut = reader(process.inputReader(StandardCharsets.UTF_8), out);
        this.readsErr = reader(process.errorReader(StandardCharsets.UTF_8), err);
    }

    /** With the agent; {@code options} as after {@code ctx-agent.jar=}. */
    static ChildJvm withAgent(String options, Class<?> main, String... arguments) {
        return start(List.of("-javaagent:" + AGENT + (options.isEmpty() ? "" : "=" + options)), main, arguments);
    }

    static ChildJvm withoutAgent(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    static ChildJvm start(List<String> flags, Class<?> main, String... arguments) {
        return start(UnaryOperator.identity(), environment -> {}, flags, main, arguments);
    }

    /** With another class path, made of the one that an application has. */
    static ChildJvm start(UnaryOperator<String> classPath, List<String> flags, Class<?> main, String... arguments) {
        return start(classPath, environment -> {}, flags, main, arguments);
    }

    /** With no more than so many open files, those of the JVM itself among them. */
    static ChildJvm withFiles(int most, List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(flags);
        command.addAll(List.of("-cp", applicationClassPath(), main.getName()));
        command.addAll(List.of(arguments));
        return process(environment -> {}, command);
    }

    /** With its environment changed first. */
    static ChildJvm start(
            Consumer<Map<String, String>> change, List<String> flags, Class<?> main, String... arguments) {
        return start(UnaryOperator.identity(), change, flags, main, arguments);
    }

    private static ChildJvm start(
            UnaryOperator<String> classPath,
            Consumer<Map<String, String>> change,
            List<String> flags,
            Class<?> main,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath.apply(applicationClassPath()), main.getName()));
        command.addAll(List.of(arguments));
        return java(change, command);
    }

    /** The {@code java} of this JDK with these arguments and no others. */
    static ChildJvm java(List<String> arguments) {
        return java(environment -> {}, arguments);
    }

    /** That of another JDK. */
    static ChildJvm java(Path home, List<String> arguments) {
        return java(home, environment -> {}, arguments);
    }

    private static ChildJvm java(Consumer<Map<String, String>> change, List<String> arguments) {
        return java(Path.of(System.getProperty("java.home")), change, arguments);
    }

    private static ChildJvm java(Path home, Consumer<Map<String, String>> change, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(arguments);
        return process(change, command);
    }

    private static ChildJvm process(Consumer<Map<String, String>> change, List<String> command) {
        if (!Files.exists(AGENT)) {
            throw new IllegalStateException(AGENT + " is not there; it is made in phase package");
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            change.accept(builder.environment());
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an application has: its own classes, the Context API, drivers and pools; nothing of the agent's. */
    static String applicationClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OF_THE_AGENT.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Thread reader(BufferedReader from, List<String> into) {
        Thread thread = new Thread(() -> {
            try {
                from.lines().forEach(into::add);
            } catch (UncheckedIOException closed) {
                // The process was ended from here. Thrown, it would fail whatever test waits for a condition just now.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    long pid() {
        return process.pid();
    }

    Process process() {
        return process;
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    /** The first line of standard output that satisfies {@code condition}, waited for. */
    String awaitLine(Predicate<String> condition) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> out.stream().anyMatch(condition) || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            // What it has printed instead says more.
        }
        return out.stream()
                .filter(condition)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such line; out: " + out + " err: " + err));
    }

    /** SIGTERM; unlike {@link Process#destroy}, leaves its outputs open to be read. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Any other one, by its name without {@code SIG}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no signal was sent", e);
        }
    }

    /** The exit code, once it has ended by itself. */
    int awaitExit(Duration most) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + most + "; out: " + out + " err: " + err);
            }
            readsOut.join(5_000);
            readsErr.join(5_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
