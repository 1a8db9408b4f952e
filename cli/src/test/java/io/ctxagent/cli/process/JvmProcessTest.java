package io.ctxagent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from {@code /proc}, on a copy that the test wrote. */
class JvmProcessTest {

    @TempDir
    private Path proc;

    private Path directory;
    private JvmProcess process;

    @BeforeEach
    void write() throws IOException {
        directory = Files.createDirectories(proc.resolve("4711"));
        Files.createDirectories(directory.resolve("fd"));
        status("S (sleeping)", "2000000181005ccf");
        file("cmdline", "/jdk/bin/java\0-cp\0x\0shop.Main\0--port\00080\0");
        file("environ", "PATH=/bin\0HOME=/\0");
        file("maps", "7f00-7f01 r-xp 00000000 08:01 42   " + proc + "/jdk/lib/server/libjvm.so\n");
        Files.createDirectories(proc.resolve("jdk"));
        Files.writeString(proc.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
        process = new JvmProcesses(proc).process(4711);
    }

    @Test
    void everything_is_read_from_its_directory() throws IOException {
        assertThat(process.exists()).isTrue();
        assertThat(process.isJvm()).isTrue();
        assertThat(process.mainClass()).isEqualTo("shop.Main");
        assertThat(process.jdk()).isEqualTo("25.0.3");
        assertThat(process.uid()).isEqualTo(1001);
        assertThat(process.ownPid()).isEqualTo(17);
        assertThat(process.threadGroup()).isEqualTo(4711);
        assertThat(process.catchesQuit()).isTrue();
        assertThat(process.stopped()).isFalse();
        assertThat(process.zombie()).isFalse();
        assertThat(process.forbidsAttach()).isFalse();
        assertThat(process.agent()).isEqualTo(AgentPresence.NONE);
    }

    @Test
    void a_process_that_is_gone_says_so_at_each_question() {
        JvmProcess gone = new JvmProcesses(proc).process(4712);

        assertThat(gone.exists()).isFalse();
        assertThatThrownBy(gone::isJvm).isInstanceOf(IOException.class);
        assertThatThrownBy(gone::uid).isInstanceOf(IOException.class);
        assertThatThrownBy(gone::agent).isInstanceOf(IOException.class);
    }

    @Test
    void the_states_that_matter_are_told_apart() throws IOException {
        status("T (stopped)", "0");
        assertThat(process.stopped()).isTrue();
        status("t (tracing stop)", "0");
        assertThat(process.stopped()).isTrue();
        status("Z (zombie)", "0");
        assertThat(process.zombie()).isTrue();
    }

    @Test
    void sigquit_is_bit_two_of_the_caught_signals() throws IOException {
        status("S", "0000000000000004");
        assertThat(process.catchesQuit()).isTrue();
        status("S", "fffffffffffffffb");
        assertThat(process.catchesQuit()).isFalse();
    }

    @Test
    void its_start_is_counted_from_the_boot_of_the_machine() throws IOException {
        file("stat", "4711 (a) b) S 1 " + "0 ".repeat(17) + "250 0 0\n");
        Files.writeString(directory.resolveSibling("stat"), "cpu 1 2 3\nctxt 7\nbtime 1700000000\nprocesses 9\n");
        assertThat(process.startedAtMillis()).isEqualTo(1_700_000_002_500L);

        file("stat", "4711 (cut");
        assertThat(process.startedAtMillis()).as("nobody knows").isZero();

        long self = new JvmProcesses().self().startedAtMillis();
        assertThat(self)
                .isCloseTo(
                        ProcessHandle.current()
                                .info()
                                .startInstant()
                                .orElseThrow()
                                .toEpochMilli(),
                        within(1_000L));
    }

    @Test
    void a_program_without_hotspot_is_no_jvm() throws IOException {
        file("maps", "7f00-7f01 r-xp 00000000 08:01 42   /usr/lib/libc.so.6\n");

        assertThat(process.isJvm()).isFalse();
        assertThat(process.jdk()).isEqualTo("?");
    }

    @Test
    void an_agent_named_at_the_start_came_at_startup() throws IOException {
        open("/opt/ctx-agent.jar");
        file("cmdline", "java\0-javaagent:ctx-agent.jar=mode=observe\0shop.Main\0");

        assertThat(process.agent()).isEqualTo(new AgentPresence(AgentPresence.How.STARTUP, "/opt/ctx-agent.jar"));
    }

    @Test
    void an_agent_named_in_the_environment_came_at_startup() throws IOException {
        open("/opt/ctx-agent.jar");
        file("environ", "JAVA_TOOL_OPTIONS=-Xmx1g -javaagent:/opt/ctx-agent.jar\0");

        assertThat(process.agent().how()).isEqualTo(AgentPresence.How.STARTUP);
    }

    @Test
    void an_agent_that_nobody_named_was_attached() throws IOException {
        open("/tmp/x/ctx-agent.jar (deleted)");
        file("cmdline", "java\0-javaagent:/opt/other.jar\0shop.Main\0-javaagent:/opt/ctx-agent.jar\0");

        assertThat(process.agent()).isEqualTo(new AgentPresence(AgentPresence.How.ATTACHED, null));
    }

    @Test
    void an_agent_that_is_named_and_not_loaded_is_not_there() throws IOException {
        file("cmdline", "java\0-javaagent:/opt/ctx-agent.jar\0shop.Main\0");

        assertThat(process.agent().present()).isFalse();
    }

    /** What is made behind the first run of ctxinspect is nobody's application. */
    @Test
    void the_jvm_that_makes_the_archive_of_ctxinspect_is_not_listed() throws IOException {
        Path self = Files.createDirectories(
                proc.resolve(Long.toString(ProcessHandle.current().pid())));
        Files.copy(directory.resolve("status"), self.resolve("status"));
        Path rehearsal = Files.createDirectories(proc.resolve("4712"));
        for (String file : List.of("status", "environ", "maps")) {
            Files.copy(directory.resolve(file), rehearsal.resolve(file));
        }
        Files.writeString(rehearsal.resolve("cmdline"), "java\0-cp\0x\0io.ctxagent.cli.RehearsalTwo\0");
        assertThat(new JvmProcesses(proc).visible()).extracting(JvmProcess::pid).containsExactly(4711L, 4712L);

        Files.writeString(rehearsal.resolve("cmdline"), "java\0-cp\0x\0io.ctxagent.cli.Rehearsal\0");
        assertThat(new JvmProcesses(proc).visible()).extracting(JvmProcess::pid).containsExactly(4711L);
    }

    private void status(String state, String caught) throws IOException {
        file(
                "status",
                "Name:\tjava\nState:\t" + state + "\nTgid:\t4711\nPid:\t4711\nUid:\t1000\t1001\t1002\t1003\n"
                        + "NSpid:\t4711\t17\nSigCgt:\t" + caught + "\n");
    }

    private void open(String target) throws IOException {
        Files.createSymbolicLink(directory.resolve("fd/3"), Path.of("socket:[1]"));
        Files.createSymbolicLink(directory.resolve("fd/4"), Path.of(target));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
