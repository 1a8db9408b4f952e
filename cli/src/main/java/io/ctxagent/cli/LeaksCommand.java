package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.LeaksText;
import io.ctxagent.report.Style;
import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.ReportMerge;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.format.VerdictText;
import io.ctxagent.report.html.LeaksPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The findings. */
@Command(
        name = "leaks",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Shows the findings, and exits with 1 when there are any that count.",
        footer = {
            "",
            "Examples:",
            "  ctxinspect leaks 4711",
            "  ctxinspect leaks shop.Main --fail-on warning --format json=leaks.json",
            "  ctxinspect leaks shop.Main --baseline ctx-baseline.json"
        })
final class LeaksCommand implements Callable<Integer> {

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    @Mixin
    private ReportOptions output = new ReportOptions();

    private final FailOnOption failOn = new FailOnOption(FailOn.error);

    @Mixin
    private final CommandSpec failOnSpec = failOn.spec();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "The findings that are known (see ctxinspect check); they do not count.")
    private @Nullable Path baseline;

    private final GraceOption grace = new GraceOption();

    @Mixin
    private final CommandSpec graceSpec = grace.spec();

    private final StrictOption strict = new StrictOption();

    @Mixin
    private final CommandSpec strictSpec = strict.spec();

    LeaksCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Baseline known = baseline == null ? null : BaselineFile.read(baseline);
        Target source = target.target(false);
        Snapshot snapshot = Waiting.snapshot(terminal, source, new Ask(grace.value(), false));
        if (grace.value() != null && source.name().startsWith("file:")) {
            terminal.message("--grace has no effect on a file: its findings were made when it was written");
        }
        Policy policy = Policy.of(failOn.value().severity(), LocalDate.now(ZoneOffset.UTC));
        Verdict verdict =
                Judge.judge(ReportMerge.single(source.name(), snapshot), policy, known, String.valueOf(baseline));
        output.write(verdict, new Own(snapshot, verdict), terminal);
        if (verdict.failed()) {
            return ExitCode.FINDINGS;
        }
        return strict.exitCode(snapshot.agent().complete());
    }

    /** What is known is left out of the text; JSON is the snapshot, whatever is known. */
    private record Own(Snapshot snapshot, Verdict verdict) implements ReportOptions.Own {

        @Override
        public String text(Style style) {
            return verdict.baseline() == null ? LeaksText.render(snapshot, style) : VerdictText.render(verdict, style);
        }

        @Override
        public void json(OutputStream out) throws IOException {
            SnapshotWriter.write(snapshot, out);
        }

        @Override
        public String html() {
            return LeaksPage.render(verdict, snapshot);
        }
    }
}
