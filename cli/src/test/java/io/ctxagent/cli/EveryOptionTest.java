package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each option of each verb, as a shell gives it: that it is taken, and that something is different for it. An option that the help
 * lists and no line here has is a failure.
 */
@EnabledOnOs(OS.LINUX)
@Tag("one-jdk")
@Timeout(300)
class EveryOptionTest {

    /** How many processes run at a time. */
    private static final int AT_ONCE = 3;

    private static final Pattern OPTION = Pattern.compile("^ {2,6}(?:-\\w, )?(--[a-z-]+)", Pattern.MULTILINE);

    private static final String BOLD = "\u001b\\[1m";
    private static final String SNAPSHOT = "^\\{\"schema\":\"ctx-snapshot/1\"";
    private static final String GRACE = "grace=7000ms";

    /** {@code T} is a JVM, {@code F} a file of the same, {@code L} one of an agent that came late, {@code D} a directory, {@code J} the
     * agent, {@code B} a baseline with all that is in {@code F}. */
    private record Line(int code, String args, String out) {}

    private static final List<Line> LINES = List.of(
            new Line(0, "ps --json", "^\\{\"schema\":\"ctxinspect-ps/1\""),
            new Line(0, "ps --format json", "^\\{\"schema\":\"ctxinspect-ps/1\""),
            new Line(0, "ps --color always", BOLD),
            new Line(0, "attach T --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(0, "attach T --format json --grace 7s", GRACE),
            new Line(2, "attach T --agent-jar D/none.jar", "^$"),
            new Line(0, "attach T --color always", BOLD),
            new Line(1, "attach F --fail-on error", "3 findings"),
            new Line(0, "tree T --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(0, "tree F --format dot", "^digraph contexts"),
            new Line(0, "tree F --color always", BOLD),
            new Line(1, "tree F --fail-on warning", "^background c1"),
            new Line(0, "tree F --depth 1", "\\A(?s)background c1(?!.*server)"),
            new Line(0, "tree F --root c2", "\\Aserver"),
            new Line(0, "tree F --match refresher", "\\A(?s)(?!.*mailer).*refresher"),
            new Line(0, "tree F --older 2h", "\\A(?s)(?!.*GET /orders).*refresher"),
            new Line(0, "tree F --state deadline-exceeded", "\\A(?s)(?!.*refresher).*POST /orders"),
            new Line(0, "tree T --stacks --json", "stacks=true"),
            new Line(0, "tree F --output D/tree.txt", "^$"),
            new Line(0, "threads T --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(0, "threads F --format json", SNAPSHOT),
            new Line(0, "threads F --color always", BOLD),
            new Line(1, "threads F --fail-on error", "9 live"),
            new Line(0, "threads F --all", "\\A(?s)(?!.*not listed)"),
            new Line(0, "threads F --blocked", "\\A(?s)(?!.*thread \"main\")"),
            new Line(0, "threads F --unowned", "\\A(?s)(?!.*mailer).*Timer-0"),
            new Line(0, "threads F --by site,state", "SITE  \\|  STATE"),
            new Line(0, "threads F --count", "\\Athreads 9 live.*\\n\\z"),
            new Line(0, "threads F --stacks", "at sun.nio.ch.FileDispatcherImpl.lock0"),
            new Line(1, "leaks T --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(1, "leaks T --json --grace 7s", GRACE),
            new Line(1, "leaks F --format sarif --source-root D", "\"version\" : \"2.1.0\""),
            new Line(1, "leaks F --color always", BOLD),
            new Line(0, "leaks F --fail-on none", "^3 findings"),
            new Line(7, "leaks L --strict", "INCOMPLETE"),
            new Line(0, "leaks F --baseline B", "finding"),
            new Line(
                    0, "watch T --json --count 1 --agent-jar J --timeout 20s", "^\\{\"schema\":\"ctxinspect-watch/1\""),
            new Line(0, "watch F --format json --grace 7s", "^\\{\"schema\":\"ctxinspect-watch/1\""),
            new Line(0, "watch T --interval 10ms --count 2", "\\A.*\\n.*\\n\\z"),
            new Line(1, "watch T --until-finding --fail-on error", "\\A.*\\n\\z"),
            new Line(0, "watch T -n 1 --sort name --color never", "\\A.*\\n\\z"),
            new Line(0, "watch T -n 1 --match refresher", "\\A.*\\n\\z"),
            new Line(0, "explain T c3 --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(0, "explain CTX101 --format json", "^\\{\"schema\":\"ctxinspect-rule/1\""),
            new Line(0, "explain F c10 --color always", BOLD),
            new Line(0, "diff F T --json --agent-jar J --timeout 20s", "^\\{"),
            new Line(0, "diff F F --format json", "^\\{"),
            new Line(0, "diff F F --color always", BOLD),
            new Line(1, "diff L F --fail-on-growth 0", "new "),
            new Line(0, "diff F F --strict", "no difference"),
            new Line(0, "snapshot T --json --agent-jar J --timeout 20s", SNAPSHOT),
            new Line(0, "snapshot T --format json --grace 7s --color never", GRACE),
            new Line(0, "snapshot T --stacks", "stacks=true"),
            new Line(0, "snapshot F --output D/copy.json.gz", "^$"),
            new Line(1, "check F --json", "^\\{\"schema\":\"ctx-check/1\""),
            new Line(1, "check F --format md --source-root D", "CTX101"),
            new Line(1, "check F --color always", BOLD),
            new Line(0, "check F --fail-on none", "finding"),
            new Line(7, "check L --strict", "INCOMPLETE"),
            new Line(1, "check L --max CTX901=0", "FAILED"),
            new Line(0, "check F --report-only", "finding"),
            new Line(1, "check F --require-report=2", "FAILED"),
            new Line(0, "check F --baseline B", "PASSED"),
            new Line(0, "check F --baseline B --only-new", "PASSED"),
            new Line(1, "check L --baseline B --fail-on-stale", "FAILED"),
            new Line(0, "check F --baseline B --update-baseline", "PASSED"),
            new Line(0, "check F --baseline B --prune", "PASSED"),
            new Line(
                    0,
                    "check F --baseline D/own.json --create-baseline --reason old --owner team --expires 2999-01-01",
                    "finding"),
            new Line(0, "cancel T c3 --yes --reason because --agent-jar J --timeout 20s", "canceled "),
            new Line(0, "doctor T --json --agent-jar J --timeout 20s", "^\\{\"schema\":\"ctxinspect-doctor/1\""),
            new Line(0, "doctor T --format json --agent-jar J", "^\\{\"schema\":\"ctxinspect-doctor/1\""),
            new Line(0, "doctor T --color always --agent-jar J", "ok"),
            new Line(0, "generate-completion --shell fish", "complete -c ctxinspect"),
            new Line(0, "detach T --agent-jar J --timeout 20s", "has left JVM"));

    @TempDir
    private static Path directory;

    private final List<String> wrong = new ArrayList<>();
    private final Deque<Running> running = new ArrayDeque<>();

    private record Running(Line line, CliProcess process) {}

    @Test
    void every_option_of_the_help_has_a_line() {
        for (String verb : Cli.verbs()) {
            Set<String> options = new TreeSet<>();
            Matcher help = OPTION.matcher(Cli.run(verb, "--help").out());
            while (help.find()) {
                options.add(help.group(1));
            }
            options.removeAll(Set.of("--help", "--version"));
            for (Line line : LINES) {
                if (line.args.startsWith(verb + " ")) {
                    options.removeIf(option -> line.args.matches(".* " + option + "([ =].*)?"));
                }
            }
            assertThat(options).as(verb).isEmpty();
        }
    }

    @Test
    void every_option_does_something() throws Exception {
        Path shop = Cli.file("shop.json", directory);
        Path late = Cli.file("late.json", directory);
        Path agent = TestJars.agent(directory.resolve("ctx-agent.jar"));
        Path baseline = directory.resolve("baseline.json");
        Cli.run("check", shop.toString(), "--baseline", baseline.toString(), "--create-baseline", "--reason", "before");
        try (ChildJvm jvm = ChildJvm.start("-javaagent:" + agent)) {
            Cli.run("tree", jvm.id()).succeeded();
            for (Line line : LINES) {
                boolean report = line.args.startsWith("check ");
                String args = line.args
                        .replaceAll("\\bT\\b", jvm.id())
                        .replaceAll("\\bF\\b", (report ? "" : "file:") + shop)
                        .replaceAll("\\bL\\b", (report ? "" : "file:") + late)
                        .replaceAll("\\bJ\\b", agent.toString())
                        .replaceAll("\\bB\\b", baseline.toString())
                        .replaceAll("\\bD\\b", directory.toString());
                running.add(new Running(line, CliProcess.start(directory, args.split(" "))));
                if (running.size() == AT_ONCE) {
                    look(running.remove());
                }
            }
            while (!running.isEmpty()) {
                look(running.remove());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(directory.resolve("tree.txt")).content().startsWith("background c1");
        assertThat(directory.resolve("copy.json.gz")).isNotEmptyFile();
        assertThat(directory.resolve("own.json")).content().contains("\"old\"", "\"team\"", "2999-01-01");
    }

    private void look(Running one) throws Exception {
        Cli.Result result = one.process.result();
        if (result.exitCode() != one.line.code
                || !Pattern.compile(one.line.out).matcher(result.out()).find()) {
            wrong.add(one.line + " was " + result);
        }
    }

    /** What is typed and does nothing is said to. */
    @Test
    void an_option_that_does_nothing_here_says_so() throws IOException {
        String shop = "file:" + Cli.file("shop.json", Files.createDirectory(directory.resolve("own")));
        assertThat(Cli.run("watch", shop, "--sort", "name").err())
                .isEqualTo("ctxinspect: --sort has no effect here: a line of JSON is of the whole look, not of rows\n");
        assertThat(Cli.run("watch", shop, "--match", "x").err()).contains("--match has no effect here: ");
        assertThat(Cli.run("watch", shop, "--fail-on", "error").err())
                .contains("--fail-on has no effect here: it says what --until-finding waits for\n");
        assertThat(Cli.run("watch", shop, "--fail-on", "error", "--until-finding")
                        .err())
                .isEmpty();
    }
}
