package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.Part;
import io.ctxagent.report.Style;
import io.ctxagent.report.TreeDot;
import io.ctxagent.report.TreeFilter;
import io.ctxagent.report.TreeMermaid;
import io.ctxagent.report.TreeText;
import io.ctxagent.report.Words;
import io.ctxagent.report.html.TreePage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The context tree. */
final class TreeCommand implements Callable<Integer> {

    /** What the tree is written as. */
    enum TreeFormat {
        text,
        json,
        dot,
        mermaid,
        html
    }

    /** How the command line calls the states. */
    private static final List<String> STATES = List.of("live", "canceled", "deadline-exceeded");

    private final Terminal terminal;
    private final TargetOptions target = new TargetOptions();
    private final OutputOptions output = new OutputOptions();
    private final FailOnOption failOn = new FailOnOption(FailOn.none);

    private final OptionSpec format = OptionSpec.builder("--format")
            .type(TreeFormat.class)
            .initialValue(TreeFormat.text)
            .paramLabel("FORMAT")
            .description("text, json, dot, mermaid or html.")
            .build();

    private final OptionSpec file = OptionSpec.builder("-o", "--output")
            .type(Path.class)
            .paramLabel("FILE")
            .description("Where to; compressed when it ends in .gz.")
            .build();

    private final OptionSpec depth = OptionSpec.builder("--depth")
            .type(Integer.class)
            .paramLabel("N")
            .description("At most N levels; the first is the roots.")
            .build();

    private final OptionSpec root = OptionSpec.builder("--root")
            .type(String.class)
            .paramLabel("ID")
            .description("Only this context and what is below it.")
            .build();

    private final OptionSpec states = OptionSpec.builder("--state")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .splitRegex(",")
            .completionCandidates(STATES)
            .paramLabel("STATE")
            .description("Only contexts in these states: live, canceled, deadline-exceeded.")
            .build();

    private final OptionSpec older = OptionSpec.builder("--older")
            .type(Duration.class)
            .converters(new Durations())
            .initialValue(Duration.ZERO)
            .paramLabel("TIME")
            .description("Only contexts that are at least so old.")
            .build();

    private final OptionSpec match = OptionSpec.builder("--match")
            .type(String.class)
            .paramLabel("TEXT")
            .description("Only contexts whose id, name, kind, site or a key contains TEXT.")
            .build();

    private final OptionSpec stacks = OptionSpec.builder("--stacks")
            .type(boolean.class)
            .initialValue(false)
            .description("With the stacks of the threads.")
            .build();

    private final CommandSpec spec;

    TreeCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = model();
    }

    CommandSpec spec() {
        return spec;
    }

    /** In code, like that of every verb whose start must be fast: see decision 70. */
    private CommandSpec model() {
        CommandSpec made = CommandSpec.wrapWithoutInspection(this)
                .name("tree")
                .addMixin("target", target.spec())
                .addMixin("output", output.spec())
                .addOption(format)
                .addOption(file)
                .addOption(depth)
                .addOption(root)
                .addOption(states)
                .addOption(older)
                .addOption(match)
                .addOption(stacks)
                .addMixin("failOn", failOn.spec());
        HelpOptions.addTo(made)
                .usageMessage()
                .description("Shows the context tree.")
                .footer(
                        "",
                        "In text, siblings that look alike are one line (x37), and what does not fit",
                        "stays where it leads to something that fits. JSON has what fits, no more.",
                        "",
                        "Examples:",
                        "  ctxinspect tree 4711 --depth 3",
                        "  ctxinspect tree shop.Main --older 1m --state live",
                        "  ctxinspect tree 4711 --root c17 --stacks",
                        "  ctxinspect tree 4711 --format html --stacks -o tree.html");
        return made;
    }

    @Override
    public Integer call() throws IOException {
        TreeFilter filter = filter();
        Target source = target.target(false);
        Snapshot snapshot = Waiting.snapshot(terminal, source, new Ask(null, stacks.getValue()));
        requireRoot(filter.root(), snapshot, source);
        @Nullable Path where = file.getValue();
        if (where == null || where.toString().equals("-")) {
            write(filter, snapshot, output.style(terminal), terminal.out());
        } else {
            OutputFile.write(where, out -> write(filter, snapshot, Style.PLAIN, out));
        }
        return failOn.exitCode(snapshot);
    }

    private static void requireRoot(@Nullable String id, Snapshot snapshot, Target source) {
        if (id != null && snapshot.contexts().stream().noneMatch(c -> c.id().equals(id))) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "there is no context " + Failure.quote(id) + " in " + Failure.quote(source.name())
                            + (Part.is(snapshot) ? " (" + Part.sentence(snapshot) + ")" : "")
                            + "; ctxinspect tree " + Failure.quote(source.name()) + " lists them");
        }
    }

    private void write(TreeFilter filter, Snapshot snapshot, Style style, OutputStream out) throws IOException {
        switch (output.json() ? TreeFormat.json : format.<TreeFormat>getValue()) {
            case json -> SnapshotWriter.write(filter.select(snapshot), out);
            case dot -> print(comment("// ", snapshot) + TreeDot.render(filter.selectWithPaths(snapshot)), out);
            case mermaid -> print(comment("%% ", snapshot) + TreeMermaid.render(filter.selectWithPaths(snapshot)), out);
            case html -> print(TreePage.render(filter.selectWithPaths(snapshot), snapshot), out);
            case text ->
                print(
                        Cut.lines(
                                text(filter.selectWithPaths(snapshot), snapshot, style),
                                "--depth, --match, --older and --state show less, --json shows all"),
                        out);
        }
    }

    /** An empty tree says why it is empty. */
    private String text(Snapshot selected, Snapshot whole, Style style) {
        if (!selected.contexts().isEmpty()) {
            return Part.line(whole) + TreeText.render(selected, style);
        }
        if (!whole.contexts().isEmpty()) {
            return "none of the " + Words.count(whole.contexts().size(), "context") + " fits\n" + Part.line(whole);
        }
        int unowned = whole.counts().threads().unowned();
        return "no contexts; " + Words.count(unowned, "thread") + " of the application "
                + (unowned == 1 ? "runs" : "run") + " without one: ctxinspect threads "
                + Failure.quote(target.text()) + "\n";
    }

    private static String comment(String begin, Snapshot snapshot) {
        return Part.is(snapshot) ? begin + Part.line(snapshot) : "";
    }

    private static void print(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private TreeFilter filter() {
        List<String> wanted = states.getValue();
        for (String state : wanted) {
            if (!STATES.contains(state)) {
                throw usage("--state is none of live, canceled, deadline-exceeded: '" + state + "'");
            }
        }
        @Nullable Integer levels = depth.getValue();
        if (levels != null && levels < 1) {
            throw usage("--depth must be at least 1");
        }
        return new TreeFilter(
                root.getValue(),
                levels == null ? 0 : levels,
                Set.copyOf(wanted),
                older.<Duration>getValue().toMillis(),
                match.getValue());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
