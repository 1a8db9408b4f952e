package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.ContextPage;
import io.ctxagent.report.Part;
import io.ctxagent.report.RuleBook;
import io.ctxagent.report.RulePage;
import io.ctxagent.report.RuleText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** One context, one finding or one rule: what it is and what to do. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Explains one context, finding or rule: why it was flagged, how to mend it. A rule alone needs no"
                + " target.",
        footer = {
            "",
            "Examples:",
            "  ctxinspect explain 4711 c17          a context, with stacks",
            "  ctxinspect explain shop.Main CTX103  a rule, and where it was found",
            "  ctxinspect explain CTX103            a rule"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final String SCHEMA = "ctxinspect-rule/1";
    private static final int MAX_LISTED = 8;

    private final Terminal terminal;

    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final CommandSpec targetSpec = target.spec();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            description = "A context (c17), a rule (CTX103 or its name), or a finding's fingerprint.")
    private @Nullable String id;

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String wanted = id;
        if (wanted == null) {
            rule(alone(target.text()), null);
            return ExitCode.OK;
        }
        refuseSwapped(target.text(), wanted);
        Optional<RuleText> rule = RuleBook.find(wanted);
        Target source = target.target(false);
        Snapshot snapshot = Waiting.snapshot(terminal, source, new Ask(null, rule.isEmpty()));
        if (rule.isPresent()) {
            rule(rule.get(), snapshot);
            return ExitCode.OK;
        }
        for (ContextInfo context : snapshot.contexts()) {
            if (context.id().equals(wanted)) {
                context(snapshot, context);
                return ExitCode.OK;
            }
        }
        for (Finding finding : snapshot.findings()) {
            Optional<RuleText> broken = RuleBook.find(finding.rule());
            if (finding.fingerprint().equals(wanted) && broken.isPresent()) {
                rule(broken.get(), only(finding, snapshot));
                return ExitCode.OK;
            }
        }
        throw new Failure(
                ExitCode.NO_TARGET,
                "there is no context, rule or finding " + Failure.quote(wanted) + " in " + Failure.quote(source.name())
                        + "; " + contexts(snapshot) + rules());
    }

    /** What can be nothing but a target stands where the ID should, and the other way round. */
    private static void refuseSwapped(String first, String second) {
        boolean isTarget = second.startsWith("file:") || second.matches("[0-9]{1,10}");
        boolean isId =
                first.matches("c[0-9]+(@[0-9]+)?") || RuleBook.find(first).isPresent();
        if (isTarget && isId) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the target comes first: ctxinspect explain " + Failure.quote(second) + " " + Failure.quote(first));
        }
    }

    private static RuleText alone(String text) {
        return RuleBook.find(text)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "there is no rule " + Failure.quote(text) + "; there are " + rules()
                                + "; to explain a context, give TARGET and ID"));
    }

    private void context(Snapshot snapshot, ContextInfo context) {
        if (output.json()) {
            terminal.printJson(ContextPage.select(snapshot, context));
        } else {
            terminal.print(ContextPage.render(snapshot, context, output.style(terminal)) + Part.line(snapshot));
        }
    }

    private void rule(RuleText rule, @Nullable Snapshot snapshot) throws IOException {
        if (!output.json()) {
            terminal.print(RulePage.render(rule, snapshot, output.style(terminal)));
            return;
        }
        try (JsonPush json = new JsonPush(terminal.out())) {
            json.beginObject()
                    .text("schema", SCHEMA)
                    .text("rule", rule.id())
                    .text("slug", rule.slug())
                    .text("severity", rule.severity())
                    .text("means", rule.means())
                    .text("ignores", rule.ignores())
                    .text("fix", rule.fix())
                    .texts("found", found(rule, snapshot))
                    .endObject()
                    .newLine();
        }
    }

    private static List<String> found(RuleText rule, @Nullable Snapshot snapshot) {
        return snapshot == null
                ? List.of()
                : RulePage.findings(rule, snapshot).stream()
                        .map(Finding::fingerprint)
                        .toList();
    }

    private static Snapshot only(Finding finding, Snapshot snapshot) {
        return new Snapshot(
                snapshot.schema(),
                snapshot.jvm(),
                snapshot.agent(),
                snapshot.counts(),
                snapshot.contexts(),
                snapshot.threads(),
                List.of(finding));
    }

    private static String contexts(Snapshot snapshot) {
        List<ContextInfo> all = snapshot.contexts();
        if (all.isEmpty()) {
            return "it has no contexts; the rules are ";
        }
        String listed = all.stream()
                .limit(MAX_LISTED)
                .map(context -> Failure.quote(context.id()))
                .collect(Collectors.joining(", "));
        return "there are the contexts " + listed
                + (all.size() > MAX_LISTED ? " and " + (all.size() - MAX_LISTED) + " more" : "")
                + (Part.is(snapshot) ? " (" + Part.sentence(snapshot) + ")" : "")
                + " and the rules ";
    }

    private static String rules() {
        return RuleBook.all().stream().map(RuleText::id).collect(Collectors.joining(", "));
    }
}
