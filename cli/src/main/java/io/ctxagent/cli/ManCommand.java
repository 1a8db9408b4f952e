package io.ctxagent.cli;

import io.ctxagent.cli.man.ManPage;
import io.ctxagent.report.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Manual pages, for whoever installs this. */
@Command(
        name = "generate-man",
        mixinStandardHelpOptions = true,
        versionProvider = CtxInspect.Version.class,
        description = "Writes the manual pages, one for each command.",
        footer = {
            "",
            "An installation has them already, in share/man beside bin: man finds them when",
            "bin is on PATH.",
            "",
            "Examples:",
            "  ctxinspect generate-man ~/.local/share/man/man1",
            "  ctxinspect generate-man . && man -l ctxinspect-tree.1"
        })
final class ManCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where to; it is made when it is not there.")
    private Path directory = Path.of("");

    ManCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        Map<String, String> pages = ManPage.all(root.commandLine(), Home.released(), Home.version());
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                // Anybody may read them, so this is no OutputFile.
                Files.write(directory.resolve(page.getKey()), page.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot write manual pages to " + Failure.quote(directory.toString()) + ": "
                            + Failure.quote(String.valueOf(e)),
                    e);
        }
        terminal.print(Words.count(pages.size(), "page") + " in " + Failure.quote(directory.toString()) + "\n");
        return ExitCode.OK;
    }
}
