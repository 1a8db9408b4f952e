package io.ctxagent.cli;

import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the JVMs of this user. */
@Command(
        name = "ps",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Lists the JVMs of this user, and whether ctx-agent is in them.",
        footer = {
            "",
            "Agent: startup (-javaagent), attached (loaded later), no.",
            "Root sees the JVMs of everybody.",
            "",
            "Example:",
            "  ctxinspect ps --json"
        })
final class PsCommand implements Callable<Integer> {

    private static final String SCHEMA = "ctxinspect-ps/1";

    private record Row(long pid, String user, String jdk, String agent, String main) {}

    private final Terminal terminal;

    private final TextOrJsonOptions output = new TextOrJsonOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    PsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        JvmProcesses processes = new JvmProcesses();
        if (!processes.available()) {
            throw new Failure(ExitCode.ATTACH_REFUSED, "JVMs can be listed on Linux only, with /proc mounted");
        }
        List<Row> rows = new ArrayList<>();
        for (JvmProcess jvm : processes.visible()) {
            try {
                rows.add(new Row(
                        jvm.pid(), jvm.user(), jvm.jdk(), jvm.agent().how().word(), jvm.mainClass()));
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        }
        if (output.json()) {
            json(rows);
        } else {
            text(rows, output.style(terminal));
        }
        return ExitCode.OK;
    }

    private void json(List<Row> rows) throws IOException {
        try (JsonPush json = new JsonPush(terminal.out())) {
            json.beginObject().text("schema", SCHEMA).beginList("jvms");
            for (Row row : rows) {
                json.beginObject()
                        .number("pid", row.pid())
                        .text("mainClass", row.main())
                        .text("jdk", row.jdk())
                        .text("user", row.user())
                        .text("agent", row.agent())
                        .endObject();
            }
            json.endList().endObject().newLine();
        }
    }

    private void text(List<Row> rows, Style style) {
        int user = "USER".length();
        int jdk = "JDK".length();
        for (Row row : rows) {
            user = Math.max(user, Failure.quote(row.user()).length());
            jdk = Math.max(jdk, Failure.quote(row.jdk()).length());
        }
        String layout = "%7s  %-" + user + "s  %-" + jdk + "s  %-8s  %s";
        terminal.print(style.strong(String.format(layout, "PID", "USER", "JDK", "AGENT", "MAIN")) + "\n");
        for (Row row : rows) {
            terminal.print(String.format(
                            layout,
                            row.pid(),
                            Failure.quote(row.user()),
                            Failure.quote(row.jdk()),
                            row.agent(),
                            Failure.quote(row.main()))
                    + "\n");
        }
    }
}
