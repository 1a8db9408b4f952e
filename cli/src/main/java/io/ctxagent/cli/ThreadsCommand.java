package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.Part;
import io.ctxagent.report.Style;
import io.ctxagent.report.ThreadFilter;
import io.ctxagent.report.ThreadsText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The live threads by context. */
@Command(
        name = "threads",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Shows the live threads by context: what each is blocked in, since when, and the time left.",
        footer = {
            "",
            "Examples:",
            "  ctxinspect threads 4711 --blocked",
            "  ctxinspect threads 4711 --blocked --by site",
            "  ctxinspect threads shop.Main --unowned --stacks"
        })
final class ThreadsCommand implements Callable<Integer> {

    /** What threads can be counted by; written as on the command line. */
    enum By {
        context(ThreadsText.By.CONTEXT),
        site(ThreadsText.By.SITE),
        state(ThreadsText.By.STATE);

        private final ThreadsText.By by;

        By(ThreadsText.By by) {
            this.by = by;
        }
    }

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    @Option(names = "--blocked", description = "Only threads in a blocking call.")
    private boolean blocked;

    @Option(names = "--unowned", description = "Only user threads that run under no context.")
    private boolean unowned;

    @Option(names = "--all", description = "In text, list the threads of the JDK and of tools too.")
    private boolean all;

    @Option(names = "--stacks", description = "With the stacks of the threads.")
    private boolean stacks;

    @Option(names = "--count", description = "Only how many there are; with --by, of what.")
    private boolean count;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            description = "Count threads by context, site or state, or by several of them.")
    private List<By> by = new ArrayList<>();

    private final FailOnOption failOn = new FailOnOption(FailOn.none);

    @Mixin
    private final CommandSpec failOnSpec = failOn.spec();

    ThreadsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Snapshot whole = Waiting.snapshot(terminal, target.target(false), new Ask(null, stacks));
        Snapshot snapshot = new ThreadFilter(blocked, unowned).select(whole);
        if (output.json()) {
            terminal.printJson(snapshot);
        } else {
            terminal.print(Cut.lines(
                    Part.line(whole) + text(snapshot, output.style(terminal)),
                    "--blocked, --by and --count show less, --json shows all"));
        }
        return failOn.exitCode(snapshot);
    }

    private String text(Snapshot snapshot, Style style) {
        if (count && by.isEmpty()) {
            return ThreadsText.count(snapshot);
        }
        if (by.isEmpty()) {
            return ThreadsText.render(snapshot, all, stacks, style);
        }
        return ThreadsText.table(snapshot, by.stream().map(part -> part.by).toList(), style);
    }
}
