package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An earlier JVM with the same number has left its socket file, as in containers that share a /tmp. */
@EnabledOnOs(OS.LINUX)
class StaleSocketTest {

    @TempDir
    private Path directory;

    @Test
    void it_does_not_hinder_an_attach() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            plant(jvm);
            attaches(jvm);
        }
    }

    @Test
    void nor_does_it_where_the_jvm_has_listened_before() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            new ProcessBuilder(jcmd.toString(), jvm.id(), "VM.version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assertThat(socket(jvm)).exists();
            plant(jvm);
            attaches(jvm);
        }
    }

    @Test
    void nor_an_agent_that_is_asked() throws Exception {
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            plant(jvm);
            assertThat(Cli.run("tree", jvm.id()).succeeded().out()).startsWith("background c1\n");
        }
    }

    private void attaches(ChildJvm jvm) throws IOException {
        String agent = TestJars.agent(directory.resolve("ctx-agent.jar")).toString();
        assertThat(Cli.run("doctor", jvm.id(), "--agent-jar", agent).exitCode()).isZero();
        assertThat(Cli.run("attach", jvm.id(), "--agent-jar", agent).succeeded().out())
                .contains("pid " + jvm.pid());
    }

    private static Path socket(ChildJvm jvm) {
        return Path.of("/tmp/.java_pid" + jvm.pid());
    }

    private static void plant(ChildJvm jvm) throws IOException {
        Path socket = socket(jvm);
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }
}
