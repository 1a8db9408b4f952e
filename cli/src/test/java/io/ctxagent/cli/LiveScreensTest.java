package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The screens that show this machine rather than a snapshot, and the help of every verb, whole. Those that show snapshots
 * are held to files beside the tests of {@code agent/report}. With {@code -Dgolden.write=true} the files are written anew.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LiveScreensTest {

    @TempDir
    private Path directory;

    @Test
    void ps_and_doctor() throws IOException {
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            String ps = Cli.run("ps").succeeded().out();
            assertScreen(
                    normal(
                            ps.lines()
                                            .filter(line -> line.strip().startsWith("PID ")
                                                    || line.strip().startsWith(jvm.id() + " "))
                                            .collect(Collectors.joining("\n"))
                                    + "\n",
                            jvm),
                    "ps.txt");
            assertScreen(
                    normal(
                            Cli.run("doctor", jvm.id(), "--agent-jar", agent.toString())
                                    .succeeded()
                                    .out(),
                            jvm),
                    "doctor.txt");
        }
    }

    @Test
    void the_help_of_every_verb() throws IOException {
        StringBuilder help = new StringBuilder(Cli.run("--help").succeeded().out());
        for (String verb : Cli.verbs()) {
            help.append("\n$ ctxinspect help ").append(verb).append('\n');
            help.append(Cli.run("help", verb).succeeded().out());
        }
        assertScreen(help.toString(), "help.txt");
    }

    /** The normaliser: what is of this machine gets a name of its own, and columns are two spaces apart. */
    private String normal(String screen, ChildJvm jvm) {
        return screen.replaceAll("\\b" + jvm.id() + "\\b", "4711")
                .replace(directory.toString(), "/opt/ctx")
                .replace(System.getProperty("java.version"), "25.0.3")
                .replaceAll("\\b" + System.getProperty("user.name") + "\\b", "app")
                .replaceAll(" {2,}", "  ");
    }

    private static void assertScreen(String screen, String name) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources/io/ctxagent/cli", name), screen);
            return;
        }
        try (InputStream in = Objects.requireNonNull(LiveScreensTest.class.getResourceAsStream(name), name)) {
            assertThat(screen).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
