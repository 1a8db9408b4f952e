package io.ctxagent.report.html;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.TreeFilter;
import io.ctxagent.report.check.BaselineUse;
import io.ctxagent.report.check.BaselineUse.EntryUse;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.ReportSource;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.format.FindingDetails;
import io.ctxagent.report.format.Headline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A verdict as a page: the findings, and, where they come from one JVM, the contexts that they are about. */
public final class LeaksPage {

    private LeaksPage() {}

    /** Of reports that JVMs have left. */
    public static String render(Verdict verdict) {
        return render(verdict, null);
    }

    /** Of one JVM: with the contexts of {@code snapshot} that a finding names, and the way to each. */
    public static String render(Verdict verdict, @Nullable Snapshot snapshot) {
        TreeSection tree = snapshot == null ? null : new TreeSection(flagged(snapshot));
        Html body = new Html();
        body.element("h1", Headline.of(verdict)).line();
        body.element("p", Headline.seen(verdict.report())).line();
        if (snapshot != null) {
            TreePage.seen(snapshot, body);
        }
        body.add(Frame.controls("Search: rule, place, test, name"));
        if (verdict.findings().isEmpty()) {
            body.element("p", "No findings.").line();
        }
        for (Judged judged : verdict.findings()) {
            String standing = FindingDetails.standing(judged);
            FindingCard.write(judged.finding(), standing, judged.fails(), tree == null ? null : tree.rows(), body);
        }
        if (tree != null && !tree.rows().shown().isEmpty()) {
            body.element("h2", "The contexts that they are about").line().add(tree.render());
        }
        BaselineUse use = verdict.baseline();
        if (use != null) {
            baseline(use, body);
        }
        sources(verdict, body);
        return Frame.around("Leak check", body);
    }

    private static Snapshot flagged(Snapshot snapshot) {
        Set<String> wanted = new HashSet<>();
        for (Finding finding : snapshot.findings()) {
            wanted.addAll(finding.contexts());
        }
        return TreeFilter.withPaths(snapshot, context -> wanted.contains(context.id()));
    }

    private static void baseline(BaselineUse use, Html html) {
        html.element("h2", "Baseline " + SafeText.of(use.name()))
                .line()
                .open("table")
                .line();
        html.open("tr");
        List.of("rule", "fingerprint", "seen", "allowed", "reason", "").forEach(head -> html.element("th", head));
        html.close("tr").line();
        for (EntryUse each : use.entries()) {
            html.open("tr", "data-row", "")
                    .element("td", SafeText.of(each.entry().rule()))
                    .open("td")
                    .element("code", SafeText.of(each.entry().fingerprint()))
                    .close("td")
                    .element("td", String.valueOf(each.count()))
                    .element("td", String.valueOf(each.entry().max()))
                    .open("td")
                    .name(SafeText.of(each.entry().reason()))
                    .close("td")
                    .element("td", each.expired() ? "expired" : each.stale() ? "stale" : "")
                    .close("tr")
                    .line();
        }
        html.close("table").line();
    }

    private static void sources(Verdict verdict, Html html) {
        html.element("h2", "Reports").line().open("table").line();
        for (ReportSource source : verdict.report().sources()) {
            html.open("tr", "data-row", "")
                    .open("td")
                    .element("code", SafeText.of(source.name()))
                    .close("td")
                    .open("td")
                    .name(SafeText.of(source.jvm().mainClass()))
                    .close("td")
                    .element("td", "JDK " + SafeText.of(source.jvm().jdk()))
                    .element("td", source.agent().complete() ? "complete" : "incomplete")
                    .close("tr")
                    .line();
        }
        html.close("table").line();
    }
}
