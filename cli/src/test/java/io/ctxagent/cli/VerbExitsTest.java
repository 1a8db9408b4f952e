package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exit codes of the contract, each by every verb that can have it, as a shell gets them. What is printed beside is the matter of
 * other tests; here only that a failure is a line on standard error, and that no result stands before it.
 */
@EnabledOnOs(OS.LINUX)
@Tag("one-jdk")
@Timeout(300)
class VerbExitsTest {

    /** How many processes run at a time. */
    private static final int AT_ONCE = 3;

    /** Those that look at a JVM; {@code T} is it, or a file that stands for it. */
    private static final List<String> READING = List.of(
            "tree T",
            "tree T --json",
            "threads T",
            "threads T --json",
            "leaks T",
            "leaks T --json",
            "watch T -n 1",
            "explain T c3",
            "explain T CTX101 --json",
            "diff T T",
            "diff T T --json",
            "snapshot T");

    /** Those that only a JVM can be asked. */
    private static final List<String> ACTING = List.of("cancel T c3 --yes", "detach T");

    @TempDir
    private static Path directory;

    private static String shop;
    private static String late;
    private static String damaged;
    private static Path agent;

    private final List<String> wrong = new ArrayList<>();
    private final Deque<Running> running = new ArrayDeque<>();

    private record Running(String line, int code, CliProcess process) {}

    @BeforeAll
    static void writeFiles() throws IOException {
        shop = "file:" + Cli.file("shop.json", directory);
        late = "file:" + Cli.file("late.json", directory);
        damaged = "file:" + Files.writeString(directory.resolve("damaged.json"), "{");
        agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
    }

    @Test
    void ok_is_0_and_findings_are_1() throws Exception {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            Cli.run("tree", jvm.id()).succeeded();
            for (String target : List.of(jvm.id(), shop)) {
                for (String line : READING) {
                    exits(line.startsWith("leaks") ? 1 : 0, line, target);
                }
                exits(0, "attach T", target);
                exits(0, "leaks T --fail-on none", target);
                exits(1, "attach T --fail-on error", target);
                exits(1, "tree T --fail-on error", target);
                exits(1, "threads T --fail-on error", target);
                exits(1, "watch T --until-finding", target);
                exits(0, "diff T T --fail-on-growth 0", target);
            }
            exits(0, "cancel T c3 --yes", jvm.id());
            exits(0, "doctor T --agent-jar " + agent, jvm.id());
            exits(0, "ps");
            exits(0, "ps --json");
            exits(0, "help tree");
            exits(0, "--version");
            exits(0, "generate-completion");
            exits(0, "generate-man " + directory.resolve("man"));
            exits(0, "check " + shop.substring(5) + " --fail-on none");
            exits(1, "check " + shop.substring(5));
            exits(1, "check " + shop.substring(5) + " --json");
            exits(1, "diff " + late + " " + shop + " --fail-on-growth 0");
            done();
            exits(0, "detach T", jvm.id());
            done();
        }
    }

    @Test
    void usage_is_2_and_no_such_target_is_3() throws Exception {
        for (String verb : Cli.verbs()) {
            if (!verb.equals("help")) { // which helps
                exits(2, verb + " --no-such-option");
            }
        }
        exits(2, "cancel " + shop + " c3 --yes");
        exits(2, "detach " + shop);
        exits(2, "check " + directory + "/none");
        for (String target : List.of("999999999", "no.such.Main", "file:" + directory + "/none.json")) {
            for (String line : READING) {
                exits(3, line, target);
            }
            exits(3, "attach T", target);
        }
        for (String target : List.of("999999999", "no.such.Main")) {
            for (String line : ACTING) {
                exits(3, line, target);
            }
            exits(3, "doctor T", target);
        }
        exits(3, "explain T c99", shop);
        exits(3, "tree T --root c99", shop);
        done();
    }

    @Test
    void no_permission_is_4() throws Exception {
        assumeThat(System.getProperty("user.name")).as("to be two users").isEqualTo("root");
        assumeThat(Path.of("/usr/bin/setpriv")).exists();
        Path library = Files.createTempDirectory(Path.of("/tmp"), "ctxinspect-test-");
        TestJars.library(library.resolve("lib"));
        new ProcessBuilder("chmod", "-R", "a+rX", library.toString()).start().waitFor();
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            List<String> all = new ArrayList<>(READING);
            all.addAll(ACTING);
            all.add("attach T");
            for (String line : all) {
                exits(
                        4,
                        CliProcess.asNobody(directory, library, arguments(line, jvm.id())),
                        line + " by somebody else");
            }
            done();
        } finally {
            new ProcessBuilder("rm", "-r", library.toString()).start().waitFor();
        }
    }

    @Test
    void refused_is_5_and_a_failing_agent_is_6() throws Exception {
        try (ChildJvm closed = ChildJvm.start("-XX:+DisableAttachMechanism");
                ChildJvm bare = ChildJvm.start();
                ChildJvm hangs = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=hangs");
                ChildJvm garbage = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=garbage")) {
            exits(5, "attach T", closed.id());
            exits(5, "doctor T --agent-jar " + agent, closed.id());
            exits(6, "attach T --agent-jar " + shop.substring(5), bare.id());
            exits(6, "attach T", garbage.id());
            exits(6, "attach T", damaged);
            for (String line : READING) {
                exits(6, line, bare.id());
                exits(6, line, garbage.id());
                exits(6, line, damaged);
                exits(5, line + " --timeout 1s", hangs.id());
            }
            for (String line : ACTING) {
                exits(6, line, bare.id());
                exits(6, line, garbage.id());
                exits(5, line + " --timeout 1s", hangs.id());
            }
            exits(6, "check " + damaged.substring(5));
            done();
        }
    }

    @Test
    void incomplete_with_strict_is_7_and_what_cannot_be_written_is_70() throws Exception {
        exits(7, "leaks T --strict", late);
        exits(7, "leaks T --strict --json", late);
        exits(7, "check " + late.substring(5) + " --strict");
        List<String> printing = new ArrayList<>(READING);
        printing.addAll(
                List.of("attach T", "ps", "doctor", "explain CTX101", "help", "--version", "generate-completion"));
        printing.add("check " + shop.substring(5));
        for (String line : printing) {
            exits(
                    70,
                    CliProcess.start(directory, new File("/dev/full"), List.of(), arguments(line, shop)),
                    line + " to a full disk");
        }
        done();
    }

    @Test
    void interrupted_is_130() throws Exception {
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent);
                ChildJvm hangs = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=hangs")) {
            CliProcess watch = CliProcess.start(directory, arguments("watch T -i 50ms", jvm.id()));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> watch.out().lines().count() > 1);
            watch.signal("INT");
            exits(130, watch, "watch");
            for (String line : List.of("tree T", "leaks T", "snapshot T", "attach T")) {
                CliProcess waiting = CliProcess.start(directory, arguments(line + " --timeout 60s", hangs.id()));
                await().atMost(Duration.ofSeconds(60)).until(waiting::isConnected);
                waiting.signal("INT");
                exits(130, waiting, line + " at an agent that does not answer");
            }
            done();
        }
    }

    private static String[] arguments(String line, String target) {
        return line.replaceAll("\\bT\\b", target).split(" ");
    }

    private void exits(int code, String line, String target) throws Exception {
        exits(code, line.replaceAll("\\bT\\b", target));
    }

    private void exits(int code, String line) throws Exception {
        exits(code, CliProcess.start(directory, line.split(" ")), line);
    }

    private void exits(int code, CliProcess process, String line) throws Exception {
        running.add(new Running(line, code, process));
        if (running.size() == AT_ONCE) {
            look(running.remove());
        }
    }

    private void done() throws Exception {
        while (!running.isEmpty()) {
            look(running.remove());
        }
        assertThat(wrong).isEmpty();
    }

    private void look(Running one) throws Exception {
        Cli.Result result = one.process.result();
        boolean failed = one.code > 1 && one.code != 7 && one.code != 130 && !one.line.startsWith("doctor");
        boolean asSaid = !failed || result.out().isEmpty() && result.err().startsWith("ctxinspect: ");
        if (result.exitCode() != one.code || !asSaid) {
            wrong.add(one.line + ": " + one.code + " expected, was " + result);
        }
    }
}
