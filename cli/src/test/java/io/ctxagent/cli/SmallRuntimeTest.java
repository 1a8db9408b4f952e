package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
@Timeout(60)
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
