package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What needs somebody at a terminal: the live screen, and a question. Skipped where tmux is not installed. */
@Timeout(120)
class TerminalTest {

    @TempDir
    private Path directory;

    @Test
    void the_live_screen_takes_keys_fits_the_terminal_and_gives_it_back() throws Exception {
        assumeThat(Tmux.installed()).as("tmux is installed").isTrue();
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent, "-Dfake.agent=heals");
                Tmux tmux = new Tmux(directory)) {
            List<String> watch = CliProcess.command(List.of(), "watch", jvm.id(), "-i", "100ms");
            Tmux.Window small = tmux.open(80, 24, List.of(), watch);
            Tmux.Window tiny = tmux.open(40, 20, List.of(), watch);
            Tmux.Window large = tmux.open(200, 60, List.of(), watch);
            Tmux.Window dumb = tmux.open(
                    90,
                    30,
                    List.of("TERM=dumb"),
                    CliProcess.command(List.of(), "watch", jvm.id(), "-n", "2", "-i", "100ms"));
            Tmux.Window asked = tmux.open(100, 24, List.of(), CliProcess.command(List.of(), "cancel", jvm.id(), "c3"));

            // The agent has findings in its first two snapshots only, so one of the screens has seen them go.
            small.await(row -> row.startsWith("q quit  p pause  s sort: age  / filter: none"));
            List<String> screen = large.await(row -> row.startsWith("q quit"));
            assertThat(screen).hasSize(60).last().asString().startsWith("q quit");
            assertThat(screen.get(1)).startsWith("contexts 11 live, 1 done");
            assertThat(small.screen()).hasSize(24);
            assertThat(small.screen().get(23)).startsWith("q quit");

            List<String> phone = tiny.await(row -> row.startsWith("q quit  p pause  s age  / filter"));
            assertThat(phone).hasSize(20).anyMatch(row -> row.matches(" +41s +-36s  (!\\d+ )?.*POST /orders"));
            assertThat(phone.get(1)).matches("live 11 \\+\\d+ -\\d+  blocked \\d+ of \\d+");

            small.type("s");
            small.await(row -> row.contains("s sort: left"));
            small.type("/", "db.query");
            small.await(row -> row.startsWith("filter: db.query_"));
            small.type("Enter");
            List<String> filtered = small.await(row -> row.contains("/ filter: db.query"));
            assertThat(filtered.stream().filter(row -> row.contains("POST /orders")))
                    .isEmpty();
            assertThat(filtered).anyMatch(row -> row.contains("x3") && row.contains("db.query"));
            small.type("Down", "Enter");
            small.await(row -> row.startsWith(">") && row.contains("x3"));
            small.await(row -> row.matches(" .* - c6 .*"));
            small.type("j", "Enter");
            small.await(row -> row.matches(" +\\| made at +shop\\.Orders\\.find\\(Orders\\.java:42\\)"));
            small.type("k", "Enter");
            small.awaitNone(row -> row.contains("made at"));
            large.type("Down", "Enter");
            large.await(row -> row.startsWith(">"));
            large.await(row -> row.matches(" +\\| state .*"));
            large.type("Escape");
            large.awaitNone(row -> row.startsWith(">"));
            small.type("p");
            small.await(row -> row.contains("PAUSED"));
            small.type("q");
            assertThat(small.await("EXIT=0"::equals)).first().isEqualTo("EXIT=0");
            large.type("C-c");
            large.await("EXIT=130"::equals);

            assertThat(dumb.await("EXIT=0"::equals).stream().filter(row -> row.startsWith("q quit")))
                    .hasSize(2);

            asked.await(row -> row.endsWith("with 1 live context below and 1 thread? [y/N]"));
            asked.type("y", "Enter");
            asked.await("EXIT=0"::equals);
            assertThat(asked.screen()).anyMatch(row -> row.startsWith("canceled GET /orders (request) c3"));
        }
    }
}
