package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.LeaksText;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Style;
import io.ctxagent.report.Words;
import io.ctxagent.report.WorkflowCommands;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.BaselineUse;
import io.ctxagent.report.check.BaselineUse.EntryUse;
import io.ctxagent.report.check.Judged;
import io.ctxagent.report.check.Standing;
import io.ctxagent.report.check.Verdict;
import java.util.List;

/**
 * For people: the verdict first, then each finding that the baseline does not cover, then what the baseline was good for.
 */
public final class VerdictText {

    private static final int WIDTH = 80;
    private static final String INDENT = "           ";

    private VerdictText() {}

    public static String render(Verdict verdict, Style style) {
        StringBuilder text = new StringBuilder();
        String headline = Headline.of(verdict);
        text.append(verdict.failed() ? style.bad(headline) : style.strong(headline))
                .append('\n');
        List<Finding> findings = verdict.report().findings();
        text.append(LeaksText.counts(findings, style)).append('\n');
        String standings = Headline.standings(verdict);
        text.append(standings.isEmpty() ? "" : standings + "\n");
        String seen = Headline.seen(verdict.report());
        text.append(verdict.report().complete() ? seen : style.warn(seen)).append('\n');
        for (Judged judged : verdict.findings()) {
            if (!judged.known()) {
                String note = verdict.baseline() == null && judged.standing() == Standing.NEW
                        ? ""
                        : judged.standing().word();
                text.append('\n').append(LeaksText.finding(judged.finding(), note, style));
            }
        }
        BaselineUse use = verdict.baseline();
        if (use != null) {
            text.append('\n').append(baseline(use, style));
        }
        return WorkflowCommands.disarmed(text.toString());
    }

    private static String baseline(BaselineUse use, Style style) {
        StringBuilder text =
                new StringBuilder("baseline " + SafeText.of(use.name()) + ": " + entries(use)).append('\n');
        for (EntryUse entry : use.entries()) {
            entry(entry, style, text);
        }
        return text.toString();
    }

    private static String entries(BaselineUse use) {
        int all = use.entries().size();
        return (all == 1 ? "1 entry" : all + " entries") + ", " + use.stale() + " stale";
    }

    private static void entry(EntryUse use, Style style, StringBuilder text) {
        BaselineEntry entry = use.entry();
        String state;
        if (use.expired()) {
            state = style.bad("expired");
        } else if (use.stale()) {
            state = style.warn("stale  ");
        } else {
            state = use.count() > entry.max() ? style.bad("grown  ") : "known  ";
        }
        text.append("  ")
                .append(state)
                .append("  ")
                .append(SafeText.of(entry.rule()))
                .append(' ')
                .append(SafeText.of(entry.fingerprint()))
                .append("  ")
                .append(use.count())
                .append(" of ")
                .append(entry.max())
                .append('\n');
        String why = (entry.site() == null ? "" : SafeText.of(entry.site()) + ": ")
                + SafeText.of(entry.reason())
                + (entry.owner() == null ? "" : ", " + SafeText.of(entry.owner()))
                + (entry.expires() == null ? "" : ", until " + entry.expires());
        for (String line : Words.wrap(why, WIDTH - INDENT.length())) {
            text.append(INDENT).append(line).append('\n');
        }
    }
}
