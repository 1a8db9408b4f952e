package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The context tree. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Shows the context tree.",
        footer = {
            "",
            "In text, siblings that look alike are one line (x37), and what does not fit",
            "stays where it leads to something that fits. JSON has what fits, no more.",
            "",
            "Examples:",
            "  ctxinspect tree 4711 --depth 3",
            "  ctxinspect tree shop.Main --older 1m --state live",
            "  ctxinspect tree 4711 --root c17 --stacks",
            "  ctxinspect tree 4711 --format html --stacks -o tree.html"
        })
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

    /** What shells complete. */
    static final class States implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return STATES.iterator();
        }
    }

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, json, dot, mermaid or html.")
    private TreeFormat format = TreeFormat.text;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; compressed when it ends in .gz.")
    private @Nullable Path file;

    @Option(names = "--depth", paramLabel = "N", description = "At most N levels; the first is the roots.")
    private @Nullable Integer depth;

    @Option(names = "--root", paramLabel = "ID", description = "Only this context and what is below it.")
    private @Nullable String root;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.class,
            split = ",",
            description = "Only contexts in these states: live, canceled, deadline-exceeded.")
    private List<String> states = new ArrayList<>();

    @Option(
            names = "--older",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Only contexts that are at least so old.")
    private Duration older = Duration.ZERO;

    @Option(
            names = "--match",
            paramLabel = "TEXT",
            description = "Only contexts whose id, name, kind, site or a key contains TEXT.")
    private @Nullable String match;

    @Option(names = "--stacks", description = "With the stacks of the threads.")
    private boolean stacks;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit 1 with findings that are as bad: error, warning or none (default none).")
    private FailOn failOn = FailOn.none;

    TreeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TreeFilter filter = filter();
        Target source = target.target(false);
        Snapshot snapshot = Waiting.snapshot(terminal, source, new Ask(null, stacks));
        if (root != null && snapshot.contexts().stream().noneMatch(c -> c.id().equals(root))) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "there is no context " + Failure.quote(root) + " in " + Failure.quote(source.name())
                            + "; ctxinspect tree " + Failure.quote(source.name()) + " lists them");
        }
        if (file == null || file.toString().equals("-")) {
            write(filter, snapshot, output.style(terminal), terminal.out());
        } else {
            OutputFile.write(file, out -> write(filter, snapshot, Style.PLAIN, out));
        }
        return failOn.exitCode(snapshot);
    }

    private void write(TreeFilter filter, Snapshot snapshot, Style style, OutputStream out) throws IOException {
        switch (output.json() ? TreeFormat.json : format) {
            case json -> SnapshotWriter.write(filter.select(snapshot), out);
            case dot -> print(TreeDot.render(filter.selectWithPaths(snapshot)), out);
            case mermaid -> print(TreeMermaid.render(filter.selectWithPaths(snapshot)), out);
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
            return TreeText.render(selected, style);
        }
        if (!whole.contexts().isEmpty()) {
            return "none of the " + Words.count(whole.contexts().size(), "context") + " fits\n";
        }
        int unowned = whole.counts().threads().unowned();
        return "no contexts; " + Words.count(unowned, "thread") + " of the application "
                + (unowned == 1 ? "runs" : "run") + " without one: ctxinspect threads "
                + Failure.quote(target.text()) + "\n";
    }

    private static void print(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private TreeFilter filter() {
        for (String state : states) {
            if (!STATES.contains(state)) {
                throw usage("--state is none of live, canceled, deadline-exceeded: '" + state + "'");
            }
        }
        if (depth != null && depth < 1) {
            throw usage("--depth must be at least 1");
        }
        return new TreeFilter(root, depth == null ? 0 : depth, Set.copyOf(states), older.toMillis(), match);
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
