package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ctxinspect on a Java that has no module jdk.attach speaks the attach protocol itself. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SmallRuntimeTest {

    @TempDir
    private Path directory;

    @Test
    void it_attaches_and_leaves_no_file() throws Exception {
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        Path empty = emptyJar();
        try (ChildJvm jvm = ChildJvm.start();
                ChildJvm paused = ChildJvm.start()) {
            Cli.Result refused = attach(jvm, empty);
            assertThat(refused.failedWith(6).err())
                    .contains(
                            "did not start in JVM " + jvm.pid() + " (Agent JAR not found or no Agent-Class attribute)");

            Cli.Result attached = attach(jvm, agent);
            assertThat(attached.err()).isEmpty();
            assertThat(attached.succeeded().out()).contains("pid " + jvm.pid(), "3 findings");

            paused.pause();
            try {
                assertThat(attach(paused, agent).failedWith(5).err()).contains("is stopped");
            } finally {
                paused.resume();
            }
            assertThat(jvm.directory()).isEmptyDirectory();
            try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .doesNotContain(".attach_pid" + jvm.pid())
                        .noneMatch(name -> name.startsWith("ctxinspect-" + jvm.pid() + "-"));
            }
        }
    }

    /** As a container image has it: there is no module jdk.attach in its files at all. */
    @Test
    void a_runtime_made_by_jlink_attaches_and_looks() throws Exception {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.isExecutable(jlink), "this Java has no jlink");
        Path runtime = directory.resolve("runtime");
        Path log = directory.resolve("jlink.txt");
        Process linking = new ProcessBuilder(
                        jlink.toString(),
                        "--add-modules",
                        "java.base,java.logging,java.instrument",
                        "--output",
                        runtime.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(linking.waitFor(50, TimeUnit.SECONDS)).isTrue();
        // One without jmods may not link itself, as its builder decided (JEP 493).
        assumeTrue(linking.exitValue() == 0, () -> "jlink cannot make a runtime here: " + read(log));

        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        Path java = runtime.resolve("bin/java");
        assertThat(run(java, "--list-modules").succeeded().out())
                .contains("java.base@")
                .doesNotContain("jdk.attach");
        try (ChildJvm jvm = ChildJvm.start()) {
            String[] command = {"-cp", System.getProperty("java.class.path"), CtxInspect.class.getName()};
            Cli.Result attached = run(java, command, "attach", jvm.id(), "--agent-jar", agent.toString());
            assertThat(attached.err()).isEmpty();
            assertThat(attached.succeeded().out()).contains("pid " + jvm.pid(), "3 findings");
            assertThat(run(java, command, "tree", jvm.id()).succeeded().out()).startsWith("background c1\n");
        }
    }

    private Cli.Result run(Path java, String[] command, String... args) throws Exception {
        return run(java, Stream.of(command, args).flatMap(Stream::of).toArray(String[]::new));
    }

    private Cli.Result run(Path java, String... args) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Cli.Result(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Cli.Result attach(ChildJvm jvm, Path agent) throws Exception {
        return CliProcess.start(directory, null, CliProcess.SMALL, "attach", jvm.id(), "--agent-jar", agent.toString())
                .result();
    }

    private Path emptyJar() throws IOException {
        Path jar = directory.resolve("empty.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(out, new Manifest())) {
            written.finish();
        }
        return jar;
    }
}
