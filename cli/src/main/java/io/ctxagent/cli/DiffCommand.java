package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.DiffText;
import io.ctxagent.report.SnapshotDiff;
import io.ctxagent.report.SnapshotDiff.Bug;
import io.ctxagent.report.SnapshotDiff.Change;
import io.ctxagent.report.SnapshotDiff.Place;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What two snapshots differ in. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Shows what is new, gone and grown between two snapshots or JVMs.",
        footer = {
            "",
            "Findings are compared by fingerprint, contexts by their place in the tree.",
            "",
            "Examples:",
            "  ctxinspect snapshot 4711 -o before.json",
            "  ctxinspect diff file:before.json 4711",
            "  ctxinspect diff file:before.json file:after.json --fail-on-growth 0"
        })
final class DiffCommand implements Callable<Integer> {

    private static final String SCHEMA = "ctxinspect-diff/1";

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "The earlier one: a target, as for every other verb.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "The later one.")
    private String after = "";

    private final ReachOptions reach = new ReachOptions();

    @Mixin
    private final CommandSpec reachSpec = reach.spec();

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    @Option(
            names = "--fail-on-growth",
            paramLabel = "N",
            description = "Exit 1 when a fingerprint has more than N instances more; a new one had none.")
    private @Nullable Integer growth;

    private final StrictOption strict = new StrictOption();

    @Mixin
    private final CommandSpec strictSpec = strict.spec();

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Integer limit = growth;
        if (limit != null && limit < 0) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--fail-on-growth must be at least 0");
        }
        Target a = reach.target(before, false);
        Target b = reach.target(after, false);
        List<Snapshot> both = Waiting.snapshots(terminal, new Ask(null, false, 2), a, b);
        SnapshotDiff diff = SnapshotDiff.of(both.get(0), both.get(1));
        if (output.json()) {
            json(diff);
        } else {
            terminal.print(DiffText.render(diff, a.name(), b.name(), output.style(terminal)));
        }
        return limit != null && diff.grewBeyond(limit) ? ExitCode.FINDINGS : strict.exitCode(complete(diff));
    }

    private static boolean complete(SnapshotDiff diff) {
        return diff.before().agent().complete() && diff.after().agent().complete();
    }

    private void json(SnapshotDiff diff) throws IOException {
        try (JsonPush json = new JsonPush(terminal.out())) {
            json.beginObject().text("schema", SCHEMA).flag("sameJvm", diff.sameJvm());
            for (Change change : Change.values()) {
                json.beginList(word(change));
                for (Bug bug : SnapshotDiff.only(change, diff.findings())) {
                    bug(json, bug);
                }
                json.endList();
            }
            json.beginObject("contexts");
            for (Change change : Change.values()) {
                json.beginList(word(change));
                for (Place place : SnapshotDiff.only(change, diff.contexts())) {
                    json.beginObject()
                            .text("path", place.path())
                            .text("site", place.site())
                            .number("before", place.before())
                            .number("after", place.after())
                            .endObject();
                }
                json.endList();
            }
            json.endObject().flag("complete", complete(diff)).endObject().newLine();
        }
    }

    private static void bug(JsonPush json, Bug bug) throws IOException {
        Finding finding = bug.finding();
        json.beginObject()
                .text("fingerprint", finding.fingerprint())
                .text("rule", finding.rule())
                .text("slug", finding.slug())
                .text("severity", finding.severity())
                .text("site", finding.site())
                .number("before", bug.before())
                .number("after", bug.after())
                .endObject();
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }
}
