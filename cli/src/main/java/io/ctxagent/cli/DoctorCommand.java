package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Checked;
import io.ctxagent.cli.connect.Doctor;
import io.ctxagent.cli.connect.LiveOptions;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.Style;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Finds out why an attach would fail, without attaching. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Looks at each thing that an attach needs, without attaching, and says what mends it. Without a"
                + " target: what ctxinspect itself needs.",
        footer = {
            "",
            "Exits with what an attach would: 0 when everything is there, else the code of",
            "the first line that says FAIL.",
            "",
            "Examples:",
            "  ctxinspect doctor",
            "  ctxinspect doctor 4711 --json"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final String SCHEMA = "ctxinspect-doctor/1";

    private final Terminal terminal;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "A pid, a unique part of a main class's name, or file:SNAPSHOT.")
    private @Nullable String target;

    private final ReachOptions reach = new ReachOptions();

    @Mixin
    private final CommandSpec reachSpec = reach.spec();

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Checked> checked = look();
        if (output.json()) {
            json(checked);
        } else {
            text(checked, output.style(terminal));
        }
        return checked.stream()
                .filter(each -> !each.ok())
                .map(Checked::exitCode)
                .findFirst()
                .orElse(ExitCode.OK);
    }

    private List<Checked> look() {
        String text = target;
        LiveOptions options = reach.options(false);
        if (text == null) {
            return Doctor.here(options);
        }
        if (text.startsWith("file:")) {
            reach.target(text, false).snapshot(new Ask(null, false));
            return List.of(new Checked("file", ExitCode.OK, "it is a valid ctx-snapshot/1", null));
        }
        return Doctor.of(text, options);
    }

    private void text(List<Checked> checked, Style style) {
        for (Checked each : checked) {
            String sign = each.ok() ? "ok   " : style.bad("FAIL ");
            terminal.print(sign + " " + String.format("%-12s", each.name()) + Failure.quote(each.says()) + "\n");
            String command = each.command();
            if (command != null) {
                terminal.print("      " + String.format("%-12s", "mend it:") + Failure.quote(command) + "\n");
            }
        }
    }

    private void json(List<Checked> checked) throws IOException {
        try (JsonPush json = new JsonPush(terminal.out())) {
            json.beginObject().text("schema", SCHEMA).text("target", target).beginList("checks");
            for (Checked each : checked) {
                json.beginObject()
                        .text("name", each.name())
                        .flag("ok", each.ok())
                        .number("exitCode", each.exitCode())
                        .text("message", each.says())
                        .text("command", each.command())
                        .endObject();
            }
            json.endList().endObject().newLine();
        }
    }
}
