package io.ctxagent.cli;

import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.format.MarkdownPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The page that GitHub shows for a job. It refuses the whole page when one step's part is larger than 1 MiB. */
final class JobSummary {

    private static final int MAX_BYTES = 1 << 20;

    private JobSummary() {}

    /** Adds to what other commands of the step have written, and stays within what is left. */
    static void append(Verdict verdict, Path file) {
        try {
            long taken = Files.exists(file) ? Files.size(file) : 0;
            String page = MarkdownPage.render(verdict, (int) Math.max(0, MAX_BYTES - taken - 1));
            byte[] bytes = ((taken > 0 ? "\n" : "") + page).getBytes(StandardCharsets.UTF_8);
            if (taken + bytes.length <= MAX_BYTES) {
                Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot write GITHUB_STEP_SUMMARY " + Failure.quote(file.toString()) + ": "
                            + Failure.quote(e.getMessage()),
                    e);
        }
    }
}
