package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.ctxagent.cli.child.IdleService;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs, a real attach and a real socket; only the agent is made up. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LiveTargetTest {

    @TempDir
    private static Path directory;

    private static Path agent;
    private static Path shop;

    @BeforeAll
    static void makeAgent() throws IOException {
        shop = Cli.file("shop.json", directory);
        agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
    }

    @Test
    void attach_loads_the_agent_and_shows_the_screen() throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(run("attach", jvm).succeeded().out())
                    .contains("pid " + jvm.pid() + "  user app")
                    .contains("3 findings: 2 errors, 1 note")
                    .endsWith("ctxinspect tree " + jvm.pid() + "\n");
        }
    }

    @Test
    void the_next_commands_use_the_open_socket() throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            run("attach", jvm).succeeded();

            assertThat(run("attach", jvm).succeeded().exitCode()).isZero();
            assertThat(run("tree", jvm).succeeded().out()).startsWith("background c1\n");
            assertThat(run("threads", jvm, "--count").succeeded().out()).startsWith("threads 9 live");
            assertThat(run("leaks", jvm).exitCode()).isEqualTo(1);
            assertThat(run("explain", jvm, "c9").succeeded().out())
                    .contains("vthread \"inv-311\" #34 in FileChannel.lock", "CTX103 blocked-after-cancel");
            assertThat(run("explain", jvm, "c99").failedWith(3).err())
                    .contains("no context, rule or finding c99 in " + jvm.pid() + "; there are the contexts c1, c2, ");
            assertThat(run("diff", jvm, "file:" + shop).succeeded().out()).contains("findings: no difference");
            assertThat(run("watch", jvm, "-n", "2", "-i", "10ms")
                            .succeeded()
                            .out()
                            .lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("{\"schema\":\"ctxinspect-watch/1\",\"at\":\"2"));
            assertThat(run("doctor", jvm).succeeded().out()).contains("ok    socket      open, and the agent answers");
            assertThat(read(run("snapshot", jvm).succeeded().out()).agent().droppedEvents())
                    .as("attaches")
                    .isEqualTo(1);
        }
    }

    @Test
    void an_agent_from_the_start_needs_no_attach_verb() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            assertThat(ps(jvm)).contains("  startup   " + IdleService.class.getName());
            assertThat(run("tree", jvm).succeeded().out()).startsWith("background c1\n");
        }
    }

    @Test
    void an_agent_from_the_start_is_asked_through_its_own_jar() throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            Path other = Files.createFile(directory.resolve("other.jar"));
            assertThat(Cli.run("tree", jvm.id(), "--agent-jar", other.toString())
                            .succeeded()
                            .out())
                    .startsWith("background c1\n");
        }
    }

    @Test
    void ps_tells_who_has_the_agent() throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(ps(jvm)).contains("  no        " + IdleService.class.getName());
            run("attach", jvm).succeeded();
            assertThat(ps(jvm)).contains("  attached  ", " " + System.getProperty("java.version") + " ");
            assertThat(Cli.run("ps", "--json").succeeded().out())
                    .startsWith("{\"schema\":\"ctxinspect-ps/1\",\"jvms\":[{\"pid\":")
                    .contains("{\"pid\":" + jvm.pid() + ",\"mainClass\":\"" + IdleService.class.getName() + "\",")
                    .doesNotContain("{\"pid\":" + ProcessHandle.current().pid() + ",");
        }
    }

    @Test
    void what_is_asked_for_reaches_the_agent() throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            run("attach", jvm).succeeded();

            assertThat(read(run("snapshot", jvm, "--grace", "3s", "--stacks").out())
                            .jvm()
                            .mainClass())
                    .contains("grace=3000ms", "stacks=true");
            assertThat(read(run("leaks", jvm, "--grace", "5ms", "--json").out())
                            .jvm()
                            .mainClass())
                    .isEqualTo("{grace=5ms}");
            assertThat(read(run("tree", jvm, "--stacks", "--json").out()).jvm().mainClass())
                    .isEqualTo("{stacks=true}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "threads", "leaks", "snapshot", "watch"})
    void without_the_agent_only_attach_loads_it(String verb) throws IOException {
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(run(verb, jvm).failedWith(6).err())
                    .isEqualTo("ctxinspect: JVM " + jvm.pid() + " (" + IdleService.class.getName()
                            + ") runs without ctx-agent; load it with: ctxinspect attach " + jvm.pid() + "\n");
            assertThat(ps(jvm)).contains("  no  ");
        }
    }

    @Test
    void a_jvm_is_found_by_a_unique_part_of_its_main_class() throws IOException {
        // Of another run there may be JVMs, also such as hang.
        String idle = "Idle" + Long.toHexString(new SecureRandom().nextLong());
        try (ChildJvm jvm = ChildJvm.named(idle + "Service", directory)) {
            assertThat(Cli.run("attach", "child." + idle + "Serv", "--agent-jar", agent.toString())
                            .succeeded()
                            .out())
                    .contains("pid " + jvm.pid());
            try (ChildJvm other = ChildJvm.named(idle + "Other", directory)) {
                assertThat(Cli.run("tree", idle).failedWith(3).err())
                        .contains("\"" + idle + "\" fits 2 JVMs, give one's pid: ", jvm.id() + " ", other.id() + " ");
            }
        }
        assertThat(Cli.run("tree", idle).failedWith(3).err()).contains("no main class contains");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "tree", "threads", "leaks", "snapshot", "watch", "doctor"})
    void a_process_that_is_not_there_is_three(String verb) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(Cli.run(verb, Long.toString(ended.pid())).failedWith(3).err())
                .contains("there is no process " + ended.pid());
        Cli.run(verb, "0").failedWith(3);
        Cli.run(verb, "99999999999999999999999").failedWith(3);
        Cli.run(verb, "").failedWith(3);
    }

    @Test
    void a_process_that_is_no_jvm_is_three_and_lives_on() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Cli.run("attach", Long.toString(sleep.pid()))
                            .failedWith(3)
                            .err())
                    .contains("is not a JVM");
            assertThat(Cli.run("doctor", Long.toString(sleep.pid())))
                    .matches(doctor -> doctor.exitCode() == 3)
                    .extracting(Cli.Result::out, STRING)
                    .contains("FAIL  jvm         process " + sleep.pid() + " is not a JVM\n");
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroy();
        }
    }

    @Test
    void a_thread_is_no_process() throws IOException {
        try (ChildJvm jvm = ChildJvm.start();
                Stream<Path> threads = Files.list(Path.of("/proc", jvm.id(), "task"))) {
            String thread = threads.map(path -> path.getFileName().toString())
                    .filter(id -> !id.equals(jvm.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(Cli.run("attach", thread).failedWith(3).err())
                    .contains(thread + " is a thread of process " + jvm.pid());
        }
    }

    @Test
    void a_stopped_jvm_is_refused_at_once_and_goes_on_unharmed() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(run("doctor", jvm).succeeded().out())
                    .contains("ok    agent       not loaded yet\n")
                    .doesNotContain("FAIL");
            jvm.pause();
            try {
                assertThat(run("doctor", jvm))
                        .matches(doctor -> doctor.exitCode() == 5)
                        .extracting(Cli.Result::out, STRING)
                        .endsWith("FAIL  running     JVM " + jvm.pid() + " is stopped and cannot answer\n"
                                + "      mend it:    kill -CONT " + jvm.pid() + "\n");
                long before = System.nanoTime();
                assertThat(run("attach", jvm).failedWith(5).err()).contains("kill -CONT " + jvm.pid());
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
            } finally {
                jvm.resume();
            }
            run("attach", jvm).succeeded();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+DisableAttachMechanism,      5, -javaagent:ctx-agent.jar",
        "-XX:-EnableDynamicAgentLoading,   5, -XX:-EnableDynamicAgentLoading",
        "-Xrs,                             5, -Xrs",
    })
    void a_jvm_that_forbids_attaching_is_refused_and_lives_on(String option, int exitCode, String message)
            throws IOException {
        try (ChildJvm jvm = ChildJvm.start(option)) {
            assertThat(run("attach", jvm).failedWith(exitCode).err()).contains(message);
            assertThat(ps(jvm)).contains("  no  ");
            Cli.Result doctor = run("doctor", jvm);
            assertThat(doctor.exitCode()).isEqualTo(exitCode);
            assertThat(doctor.out().lines().filter(line -> line.startsWith("FAIL")))
                    .singleElement()
                    .asString()
                    .contains(option);
            assertThat(doctor.out()).contains("mend it:    start the JVM again without " + option + "\n");
            assertThat(run("doctor", jvm, "--json").out())
                    .startsWith("{\"schema\":\"ctxinspect-doctor/1\",\"target\":\"" + jvm.pid() + "\",\"checks\":[{")
                    .contains("\"ok\":false,\"exitCode\":" + exitCode + ",\"message\":\"JVM " + jvm.pid());
        }
    }

    @Test
    void an_agent_from_the_start_is_asked_and_not_loaded_again() throws IOException {
        try (ChildJvm jvm =
                ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=property", "-XX:-EnableDynamicAgentLoading")) {
            assertThat(run("doctor", jvm).succeeded().out()).doesNotContain("FAIL");
            Snapshot snapshot = read(run("snapshot", jvm).succeeded().out());
            assertThat(snapshot.agent().droppedEvents()).as("attaches").isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "refuses-by-property, failed: socket=off was\\nset at start",
        "property-of-others,  named a socket that is not safe to use: /tmp/socket",
    })
    void what_an_agent_answers_is_not_believed_blindly(String behaviour, String message) throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=" + behaviour)) {
            assertThat(run("tree", jvm).failedWith(6).err()).contains(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error          | 6 | failed: socket=off was\\nset at start",
                "throws         | 6 | did not start",
                "garbage-reply  | 6 | is not of this version",
                "refuses        | 6 | refuses: too many clients",
                "garbage        | 6 | does not understand",
                "later-version  | 6 | protocol version 2 is not known here",
                "other-pid      | 6 | is not JVM",
                "cut-off        | 6 | the connection ended before the end of the answer",
                "invalid        | 6 | not a valid ctx-snapshot/1: schema is \"other/1\"",
                "open-directory | 6 | not safe to use",
            })
    void an_agent_that_fails_is_one_line_and_six(String behaviour, int exitCode, String message) throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-Dfake.agent=" + behaviour)) {
            assertThat(run("attach", jvm).failedWith(exitCode).err()).contains(message);
            assertNothingLeft(jvm);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "hangs"})
    void an_agent_that_does_not_answer_is_given_up(String behaviour) throws IOException {
        try (ChildJvm jvm = ChildJvm.start("-Dfake.agent=" + behaviour)) {
            assertThat(run("attach", jvm, "--timeout", "2s").failedWith(5).err())
                    .startsWith("ctxinspect: JVM " + jvm.pid() + " ")
                    .endsWith(" within 2000ms; ctxinspect doctor " + jvm.pid()
                            + " may say why, and --timeout 6s waits longer\n")
                    .hasLineCount(1);
            assertNothingLeft(jvm);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "hangs"})
    void a_jvm_that_dies_while_it_is_asked_is_three(String behaviour) throws Exception {
        try (ChildJvm jvm = ChildJvm.start("-Dfake.agent=" + behaviour)) {
            CliProcess attach = CliProcess.start(
                    directory, "attach", jvm.id(), "--agent-jar", agent.toString(), "--timeout", "60s");
            await().atMost(Duration.ofSeconds(30)).until(() -> hasAgent(jvm));
            jvm.kill();
            assertThat(attach.result().failedWith(3).err()).contains("process " + jvm.pid() + " has ended");
            assertNothingLeft(jvm);
        }
    }

    @Test
    void a_jvm_that_can_open_no_file_is_told_at_once_and_mended_while_it_runs() throws Exception {
        assumeThat(Path.of("/usr/bin/prlimit")).exists();
        try (ChildJvm jvm = ChildJvm.start()) {
            limitFiles(jvm, 5);
            assertThat(run("attach", jvm).failedWith(5).err())
                    .contains(
                            "files open and may have no more than 5, too few for an answer; let it have more: prlimit");
            assertThat(run("doctor", jvm))
                    .matches(doctor -> doctor.exitCode() == 5)
                    .extracting(Cli.Result::out, STRING)
                    .containsPattern("mend it:    prlimit --pid " + jvm.pid() + " --nofile=\\d+:\n");
            limitFiles(jvm, 1000);
            run("attach", jvm).succeeded();
        }
    }

    private static void limitFiles(ChildJvm jvm, int most) throws Exception {
        assertThat(new ProcessBuilder("prlimit", "--pid", jvm.id(), "--nofile=" + most + ":")
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean hasAgent(ChildJvm jvm) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", jvm.id(), "fd"))) {
            return files.map(LiveTargetTest::linked).anyMatch(agent.toString()::equals);
        }
    }

    private static boolean canBeRead(Path file) {
        try {
            Files.readAllBytes(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String linked(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @Test
    void what_not_even_root_may_look_at_is_four() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        assumeThat(canBeRead(Path.of("/proc/1/maps"))).isFalse();
        assertThat(Cli.run("tree", "1").failedWith(4).err()).endsWith("of process 1; not even root may here\n");
    }

    @Test
    void a_snapshot_that_is_cut_off_leaves_no_file() throws IOException {
        Path file = directory.resolve("cut.json");
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=cut-off")) {
            run("snapshot", jvm, "-o", file.toString()).failedWith(6);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void an_agent_jar_that_is_not_there_is_two_whether_it_is_needed_or_not() throws IOException {
        String missing = directory.resolve("none.jar").toString();
        try (ChildJvm with = ChildJvm.start("-javaagent:" + agent);
                ChildJvm without = ChildJvm.start()) {
            for (String target : List.of(with.id(), without.id(), "file:" + shop)) {
                for (String verb : List.of("attach", "tree", "threads", "leaks", "watch", "snapshot")) {
                    assertThat(Cli.run(verb, target, "--agent-jar", missing)
                                    .failedWith(2)
                                    .err())
                            .isEqualTo("ctxinspect: --agent-jar " + missing + ": there is no such file\n");
                }
            }
            for (String verb : List.of("doctor", "detach")) {
                Cli.run(verb, with.id(), "--agent-jar", missing).failedWith(2);
            }
            Cli.run("cancel", with.id(), "c3", "--yes", "--agent-jar", missing).failedWith(2);
            assertThat(Cli.run("tree", with.id(), "--agent-jar", directory.toString())
                            .failedWith(2)
                            .err())
                    .isEqualTo("ctxinspect: --agent-jar " + directory + ": it is a directory\n");
        }
    }

    @Test
    void an_installation_without_its_agent_is_six_and_says_where_it_was_looked_for() throws IOException {
        String home = System.getProperty("ctxinspect.home");
        Path bare = Files.createDirectory(directory.resolve("bare"));
        System.setProperty("ctxinspect.home", bare.toString());
        Path looked = bare.resolve("ctx-agent.jar");
        try (ChildJvm jvm = ChildJvm.start()) {
            assertThat(Cli.run("attach", jvm.id()).failedWith(6).err())
                    .contains("there is no agent at " + looked, "--agent-jar");
            assertThat(Cli.run("doctor", jvm.id()))
                    .matches(doctor -> doctor.exitCode() == 6)
                    .extracting(Cli.Result::out, STRING)
                    .contains("FAIL  agent jar   there is no agent at " + looked + "\n");
        } finally {
            if (home == null) {
                System.clearProperty("ctxinspect.home");
            } else {
                System.setProperty("ctxinspect.home", home);
            }
        }
    }

    @Test
    void a_directory_that_another_could_have_made_is_not_trusted() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            run("attach", jvm).succeeded();
            Path real = socketDirectory(jvm);
            Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxr-xr-x"));

            // The open socket is passed over, and so is the agent that offers it again.
            assertThat(run("tree", jvm).failedWith(6).err()).contains("not safe to use");
        }
    }

    @Test
    void a_socket_that_nobody_listens_on_is_passed_over() throws Exception {
        try (ChildJvm jvm = ChildJvm.start()) {
            Path stale = Files.createTempDirectory(Path.of("/tmp"), "ctx-agent-" + jvm.pid() + "-");
            Files.createFile(stale.resolve("socket"));
            try {
                run("attach", jvm).succeeded();
                run("tree", jvm).succeeded();
            } finally {
                Files.delete(stale.resolve("socket"));
                Files.delete(stale);
            }
        }
    }

    @Test
    void the_streams_of_the_real_command_are_clean() throws Exception {
        Path home = directory.resolve("a home");
        TestJars.library(home.resolve("lib"));
        Files.copy(agent, home.resolve("ctx-agent.jar"));
        Files.createDirectories(home.resolve("bin"));
        Path launcher = home.resolve("bin/ctxinspect");
        Files.copy(Path.of("src/main/dist/bin/ctxinspect"), launcher);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path link = Files.createSymbolicLink(directory.resolve("inspect"), Path.of("a home/bin/ctxinspect"));

        try (ChildJvm jvm = ChildJvm.start()) {
            Cli.Result attach = launch(link, "attach", jvm.id());
            assertThat(attach.err()).isEmpty();
            assertThat(attach.exitCode()).isZero();
            assertThat(attach.out()).contains("pid " + jvm.pid(), "3 findings");
            assertThat(launch(link, "leaks", jvm.id()).exitCode()).isEqualTo(1);
            launch(link, "tree", "file:/none").failedWith(3);
            assertThat(launch(link, "--version").out()).startsWith("ctxinspect ");
        }
    }

    private static Cli.Result launch(Path launcher, String... args) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(launcher.toString()), Stream.of(args)).toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dfor=services");
        builder.environment().put("CTXINSPECT_ARCHIVE", "off");
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void assertNothingLeft(ChildJvm jvm) throws IOException {
        assertThat(jvm.directory()).isEmptyDirectory();
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .doesNotContain(".attach_pid" + jvm.pid())
                    .noneMatch(name -> name.startsWith("ctxinspect-" + jvm.pid() + "-"));
        }
    }

    private static Path socketDirectory(ChildJvm jvm) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("ctx-agent-" + jvm.pid() + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Cli.Result run(String verb, ChildJvm jvm, String... more) {
        return Cli.run(Stream.concat(List.of(verb, jvm.id(), "--agent-jar", agent.toString()).stream(), Stream.of(more))
                .toArray(String[]::new));
    }

    private static String ps(ChildJvm jvm) {
        return Cli.run("ps")
                .succeeded()
                .out()
                .lines()
                .filter(line -> line.strip().startsWith(jvm.id() + " "))
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot read(String json) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
