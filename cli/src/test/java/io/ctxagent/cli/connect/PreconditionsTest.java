package io.ctxagent.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.cli.process.FakeProc;
import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** What cannot be had from a real JVM so easily. */
@EnabledOnOs(OS.LINUX)
class PreconditionsTest {

    private static final String LONG = "/srv/" + "x".repeat(90);

    /** The path of the socket must be as short as it is with a real {@code /proc}. */
    @TempDir(factory = InTmp.class)
    private Path proc;

    private Path agent;

    @BeforeEach
    void makeAgent() throws IOException {
        agent = Files.createFile(proc.resolve("ctx-agent.jar"));
    }

    @Test
    void a_jvm_that_can_be_attached_to_has_no_fault() throws IOException {
        assertThat(faults(FakeProc.jvm(proc, "17.0.1", "java", "shop.Main"))).isEmpty();
        assertThat(faults(FakeProc.jvm(proc, "?", "java", "shop.Main"))).isEmpty();
    }

    @Test
    void a_java_that_is_too_old_is_six() throws IOException {
        assertThat(faults(FakeProc.jvm(proc, "11.0.22", "java", "shop.Main")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.exitCode()).isEqualTo(6);
                    assertThat(fault.sentence()).isEqualTo("JVM 4711 runs on Java 11.0.22, the agent needs 17");
                });
        assertThat(faults(FakeProc.jvm(proc, "1.8.0_402", "java", "shop.Main"))).hasSize(1);
    }

    @Test
    void a_container_without_tmp_is_told_how_to_get_one() throws IOException {
        JvmProcess jvm = FakeProc.jvm(proc, "25", "java", "shop.Main");
        Path tmp = proc.resolve("4711/root/tmp");
        Files.delete(tmp);

        assertThat(faults(jvm).get(0)).satisfies(fault -> {
            assertThat(fault.exitCode()).isEqualTo(6);
            assertThat(fault.command()).isEqualTo("mkdir -m 1777 " + tmp);
        });
    }

    @Test
    void a_socket_whose_path_is_too_long_is_six() throws IOException {
        JvmProcess jvm = FakeProc.jvm(proc, "25", "java", "-Djava.io.tmpdir=" + LONG, "shop.Main");
        Path tmp = proc.resolve("4711/root/tmp");
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(faults(jvm)).as("it may write into /tmp").isEmpty();

        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwx------"));
        assertThat(faults(jvm)).singleElement().satisfies(fault -> {
            assertThat(fault.exitCode()).isEqualTo(6);
            assertThat(fault.sentence()).contains("bytes in " + LONG + ", 107 are possible");
            assertThat(fault.command()).isEqualTo("chmod 1777 " + tmp);
        });
    }

    @Test
    void an_option_counts_before_the_main_class_only() throws IOException {
        assertThat(faults(FakeProc.jvm(proc, "25", "java", "-XX:-EnableDynamicAgentLoading", "shop.Main")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.exitCode()).isEqualTo(5));
        assertThat(faults(FakeProc.jvm(proc, "25", "java", "shop.Main", "-XX:-EnableDynamicAgentLoading")))
                .isEmpty();
    }

    @Test
    void an_agent_that_is_not_there_comes_last() throws IOException {
        Files.delete(agent);
        assertThat(faults(FakeProc.jvm(proc, "25", "java", "shop.Main")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.exitCode()).isEqualTo(6));
    }

    private List<Fault> faults(JvmProcess jvm) throws IOException {
        List<Fault> faults = new ArrayList<>();
        for (Precondition precondition : Preconditions.loadable(agent)) {
            Fault fault = precondition.look().fault(jvm);
            if (fault != null) {
                faults.add(fault);
            }
        }
        return faults;
    }

    static final class InTmp implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(Path.of("/tmp"), "proc-");
        }
    }
}
