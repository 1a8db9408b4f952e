package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.cli.watch.FullScreen;
import io.ctxagent.cli.watch.PlainScreen;
import io.ctxagent.cli.watch.Screen;
import io.ctxagent.cli.watch.WatchJson;
import io.ctxagent.cli.watch.Watching;
import io.ctxagent.report.WatchLook;
import io.ctxagent.report.WatchScreen;
import io.ctxagent.report.WatchView;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The live screen. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Looks again and again: a live screen on a terminal, else a line of JSON for each look.",
        footer = {
            "",
            "Keys: q leaves, p pauses, s sorts by something else, / filters, Esc takes the",
            "filter away. The arrows, or j and k, choose a row, and Enter opens and closes",
            "it: contexts that look alike, and of one context all that is known of it.",
            "",
            "A + marks what is new; below stand findings that came and those that were",
            "released. A look takes as long as the grace where the agent has to see first",
            "whether something lasts.",
            "",
            "Examples:",
            "  ctxinspect watch 4711 -i 2s --sort left",
            "  ctxinspect watch shop.Main --until-finding > looks.jsonl || page-somebody"
        })
final class WatchCommand implements Callable<Integer> {

    /** What comes first; written as on the command line. */
    enum Sort {
        age(WatchView.Sort.AGE),
        left(WatchView.Sort.LEFT),
        threads(WatchView.Sort.THREADS),
        name(WatchView.Sort.NAME);

        private final WatchView.Sort sort;

        Sort(WatchView.Sort sort) {
            this.sort = sort;
        }
    }

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "TIME",
            converter = Durations.class,
            description = "The time between two looks (default 1s).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after N looks.")
    private @Nullable Integer count;

    @Option(
            names = "--until-finding",
            description = "End with exit code 1 as soon as there is a finding as bad as --fail-on.")
    private boolean untilFinding;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "What --until-finding waits for: error or warning (default).")
    private FailOn failOn = FailOn.warning;

    @Option(
            names = "--sort",
            paramLabel = "WHAT",
            description = "What comes first: age (default), left, threads, name.")
    private Sort sort = Sort.age;

    @Option(
            names = "--match",
            paramLabel = "TEXT",
            description = "Only rows that contain TEXT; the same as / on the screen.")
    private String match = "";

    private final GraceOption grace = new GraceOption();

    @Mixin
    private final CommandSpec graceSpec = grace.spec();

    private int looks;
    private boolean found;

    WatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        check();
        Target source = target.target(false);
        boolean once = source.name().startsWith("file:"); // a file does not change
        Watching watching =
                new Watching(() -> source.snapshot(new Ask(grace.value(), false, 2)), look -> last(look) || once);
        if (output.json() || terminal.kind() == Terminal.Kind.NONE) {
            passedOver("--sort", "a line of JSON is of the whole look, not of rows");
            passedOver("--match", "a line of JSON is of the whole look, not of rows");
            watching.each(interval, look -> WatchJson.write(look, terminal.out()));
        } else {
            WatchScreen picture = new WatchScreen(source.name(), ZoneId.systemDefault(), output.style(terminal));
            draw(watching, picture, once);
        }
        return found ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private void draw(Watching watching, WatchScreen picture, boolean once) throws IOException {
        WatchView view = new WatchView(interval, sort.sort, match, null, false);
        if (terminal.kind() == Terminal.Kind.PLAIN || once) {
            watching.draw(
                    new PlainScreen(text -> {
                        terminal.print(text);
                        terminal.flush();
                    }),
                    picture,
                    view);
            return;
        }
        Screen screen = FullScreen.open();
        Thread restore = new Thread(screen::close, "ctxinspect clean-up");
        Runtime.getRuntime().addShutdownHook(restore); // Ctrl-C
        List<String> last;
        try {
            last = watching.draw(screen, picture, view);
        } finally {
            screen.close();
            forget(restore);
        }
        last.forEach(line -> terminal.print(line.isEmpty() ? "" : line + "\n")); // the screen that showed it is gone
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // it is running already
        }
    }

    private boolean last(WatchLook look) {
        looks++;
        found = untilFinding && failOn.exitCode(look.snapshot()) != ExitCode.OK;
        return found || (count != null && looks >= count);
    }

    /** What is typed and does nothing is said to. */
    private void passedOver(String option, String why) {
        if (Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption(option)) {
            terminal.message(option + " has no effect here: " + why);
        }
    }

    private void check() {
        if (!untilFinding) {
            passedOver("--fail-on", "it says what --until-finding waits for");
        }
        if (interval.isZero()) {
            throw usage("--interval must be longer than nothing");
        }
        if (count != null && count < 1) {
            throw usage("--count must be at least 1");
        }
        if (untilFinding && failOn == FailOn.none) {
            throw usage("--until-finding with --fail-on none would never end");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
