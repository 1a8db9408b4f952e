package io.ctxagent.report.format;

import io.ctxagent.report.Style;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.html.LeaksPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A verdict in every format, as text. */
final class Written {

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private Written() {}

    static String text(Verdict verdict) {
        return VerdictText.render(verdict, Style.PLAIN);
    }

    static String json(Verdict verdict) {
        return of(out -> VerdictJson.write(verdict, out));
    }

    static String sarif(Verdict verdict) {
        return of(out -> Sarif.write(verdict, "0.1.0", file -> "app/src/main/java/" + file, out));
    }

    static String junit(Verdict verdict) {
        return JUnitXml.render(verdict);
    }

    static String github(Verdict verdict) {
        return GitHubAnnotations.render(verdict, SourceTree.NONE);
    }

    static String gitlab(Verdict verdict) {
        return of(out -> GitLabCodeQuality.write(verdict, SourceTree.NONE, out));
    }

    static Map<String, String> all(Verdict verdict) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("verdict.txt", text(verdict));
        all.put("verdict.json", json(verdict));
        all.put("verdict.sarif", sarif(verdict));
        all.put("verdict.xml", junit(verdict));
        all.put("verdict-github.txt", github(verdict));
        all.put("verdict-gitlab.json", gitlab(verdict));
        all.put("verdict.html", LeaksPage.render(verdict));
        all.put("verdict.md", MarkdownPage.render(verdict));
        return all;
    }

    private static String of(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
