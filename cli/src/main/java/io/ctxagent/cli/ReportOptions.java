package io.ctxagent.cli;

import io.ctxagent.report.Style;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.format.GitHubAnnotations;
import io.ctxagent.report.format.GitLabCodeQuality;
import io.ctxagent.report.format.JUnitXml;
import io.ctxagent.report.format.MarkdownPage;
import io.ctxagent.report.format.Sarif;
import io.ctxagent.report.format.SourceTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a leak report is written as, and where to: the same for every verb that writes one. */
final class ReportOptions {

    /** What differs from verb to verb. */
    interface Own {
        String text(Style style);

        void json(OutputStream out) throws IOException;

        String html();
    }

    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final CommandSpec outputSpec = output.spec();

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            split = FormatTo.SEPARATOR,
            splitSynopsisLabel = ",",
            converter = FormatTo.Converter.class,
            completionCandidates = FormatTo.Candidates.class,
            description = {
                "text, json, sarif, junit, github, gitlab, html or md, to standard output or to FILE; may be given"
                        + " more than once, or with commas between."
            })
    private List<FormatTo> formats = new ArrayList<>();

    @Option(
            names = "--source-root",
            paramLabel = "DIR",
            description = "Where the sources are, for formats that point into them (default: every"
                    + " src/*/java and src/*/kotlin below here).")
    private List<Path> sourceRoots = new ArrayList<>();

    /** Writes everything that was asked for; text to standard output when nothing was. */
    void write(Verdict verdict, Own own, Terminal terminal) throws IOException {
        SourceTree tree = SourceRoots.of(Path.of(""), sourceRoots);
        for (FormatTo each : wanted()) {
            Path file = each.file();
            if (file != null) {
                OutputFile.write(file, out -> write(each.format(), verdict, own, Style.PLAIN, tree, out));
            } else {
                print(each.format(), verdict, own, tree, terminal);
            }
            String summary = System.getenv("GITHUB_STEP_SUMMARY");
            if (each.format() == LeakFormat.github && summary != null && !summary.isEmpty()) {
                JobSummary.append(verdict, Path.of(summary));
            }
        }
    }

    /** Whoever has read enough, as {@code head} has, does not take the other files nor the exit code with him. */
    private void print(LeakFormat format, Verdict verdict, Own own, SourceTree tree, Terminal terminal)
            throws IOException {
        try {
            write(format, verdict, own, output.style(terminal), tree, terminal.out());
        } catch (IOException e) {
            if (!Errors.readerIsGone(e)) {
                throw e;
            }
        }
    }

    private List<FormatTo> wanted() {
        List<FormatTo> wanted = new ArrayList<>(formats);
        if (output.json()) {
            wanted.add(new FormatTo(LeakFormat.json, null));
        }
        return wanted.isEmpty() ? List.of(new FormatTo(LeakFormat.text, null)) : wanted;
    }

    private static void write(
            LeakFormat format, Verdict verdict, Own own, Style style, SourceTree tree, OutputStream out)
            throws IOException {
        switch (format) {
            case text -> print(own.text(style), out);
            case json -> own.json(out);
            case sarif -> Sarif.write(verdict, Home.version(), tree, out);
            case junit -> print(JUnitXml.render(verdict), out);
            case github -> print(GitHubAnnotations.render(verdict, tree), out);
            case gitlab -> GitLabCodeQuality.write(verdict, tree, out);
            case html -> print(own.html(), out);
            case md -> print(MarkdownPage.render(verdict), out);
        }
    }

    private static void print(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
