package io.ctxagent.cli;

import io.ctxagent.report.RuleBook;
import io.ctxagent.report.Style;
import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.LeakReport;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.format.VerdictJson;
import io.ctxagent.report.format.VerdictText;
import io.ctxagent.report.html.LeaksPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The gate of a build. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Merges the leak reports of many JVMs, and exits with 1 when a build should fail.",
        footer = {
            "",
            "Agents write reports when they are started with report=DIR.",
            "",
            "Examples:",
            "  ctxinspect check target/ctx-leaks",
            "  ctxinspect check . --baseline ctx-baseline.json --format github",
            "  ctxinspect check . --create-baseline --baseline ctx-baseline.json \\",
            "      --reason \"there before the check was\""
        })
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE-OR-DIR",
            description = "Reports, and directories in which to look for ctx-leaks-*.json (also .gz).")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Mixin
    private BaselineOptions baselines = new BaselineOptions();

    private final FailOnOption failOn = new FailOnOption(FailOn.error);

    @Mixin
    private final CommandSpec failOnSpec = failOn.spec();

    @Option(
            names = "--max",
            paramLabel = "RULE=N",
            description = "Put up with N instances of a rule that the baseline does not cover, and fail with more,"
                    + " whatever their severity; may be given more than once.")
    private Map<String, Integer> max = new LinkedHashMap<>();

    @Option(
            names = "--only-new",
            description = "Fail only for findings that the baseline does not have at all, not for more instances.")
    private boolean onlyNew;

    @Option(names = "--fail-on-stale", description = "Exit 1 when the baseline has entries that nothing was seen of.")
    private boolean failOnStale;

    @Option(
            names = "--require-report",
            arity = "0..1",
            preprocessor = AttachedOnly.class,
            paramLabel = "N",
            description = "Exit 1 when a JVM has begun and written no report, as one that was killed, or when there"
                    + " are fewer than N reports (=N, default 1).")
    private int requiredReports;

    private final StrictOption strict = new StrictOption();

    @Mixin
    private final CommandSpec strictSpec = strict.spec();

    @Option(names = "--report-only", description = "Say everything, and exit 0 whatever the verdict.")
    private boolean reportOnly;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        checkUsage();
        LeakReport report = ReportFiles.read(paths);
        if (report.sources().isEmpty()) {
            terminal.message("no ctx-leaks-*.json found; start the JVMs with the agent's option report=DIR");
        }
        for (String mark : report.unfinished()) {
            terminal.message(
                    Failure.quote(mark) + " is of a JVM that was killed or still runs: it has written no report");
        }
        boolean whole = report.unfinished().isEmpty()
                && !report.sources().isEmpty()
                && report.sources().size() >= requiredReports;
        Baseline before = baselines.read();
        Baseline after = whole ? baselines.changed(before, report) : before;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Policy policy = new Policy(failOn.value().severity(), max, onlyNew, failOnStale, requiredReports, today);
        Verdict verdict = Judge.judge(report, policy, after, String.valueOf(baselines.file()));
        output.write(verdict, new Own(verdict), terminal);
        if (whole) {
            baselines.write(before, after, terminal);
        } else if (baselines.writes()) {
            terminal.message("the baseline stays as it is, because reports are missing");
        }
        return exitCode(verdict);
    }

    private void checkUsage() {
        String complaint = baselines.complaint();
        if (complaint == null && baselines.file() == null && (failOnStale || onlyNew)) {
            complaint = (onlyNew ? "--only-new" : "--fail-on-stale") + " needs --baseline FILE";
        }
        if (complaint == null && (requiredReports < 0 || max.values().stream().anyMatch(n -> n < 0))) {
            complaint = "a number must not be negative";
        }
        for (String rule : max.keySet()) {
            if (complaint == null
                    && RuleBook.all().stream().noneMatch(text -> text.id().equals(rule))) {
                complaint = "--max: '" + rule + "' is not the id of a rule such as CTX101; ctxinspect explain CTX101"
                        + " describes one";
            }
        }
        if (complaint != null) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), complaint);
        }
    }

    private int exitCode(Verdict verdict) {
        if (reportOnly) {
            return ExitCode.OK;
        }
        if (verdict.failed()) {
            return ExitCode.FINDINGS;
        }
        return strict.exitCode(verdict.report().complete());
    }

    /** The word behind {@code --require-report} is a report; only {@code =N} is a number. */
    static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                args.push("1");
            }
            return false;
        }
    }

    /** A merged report is no snapshot: its JSON is a format of its own. */
    private record Own(Verdict verdict) implements ReportOptions.Own {

        @Override
        public String text(Style style) {
            return VerdictText.render(verdict, style);
        }

        @Override
        public void json(OutputStream out) throws IOException {
            VerdictJson.write(verdict, out);
        }

        @Override
        public String html() {
            return LeaksPage.render(verdict);
        }
    }
}
