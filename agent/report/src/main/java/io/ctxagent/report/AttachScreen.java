package io.ctxagent.report;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.util.List;
import java.util.Set;

/** One screen that tells most: header, tree, findings, what threads are blocked in, and what to type next. */
public final class AttachScreen {

    private static final int MAX_LEVELS = 8;
    private static final int MAX_CONTEXT_LINES = 40;
    private static final int MAX_FINDINGS = 8;

    private AttachScreen() {}

    /**
     * Draws the screen.
     *
     * @param target what the user calls the JVM, for the commands at the end
     */
    public static String render(Snapshot snapshot, String target, Style style) {
        String name = SafeText.of(target);
        return Header.render(snapshot, style) + "\n" + tree(snapshot, name, style) + "\n" + findings(snapshot, style)
                + "\n" + ThreadsText.blockedIn(snapshot, style) + "\n" + next(snapshot, name);
    }

    private static String tree(Snapshot snapshot, String target, Style style) {
        Snapshot top = new TreeFilter(null, MAX_LEVELS, Set.of(), 0, null).select(snapshot);
        String text = TreeText.render(top, MAX_CONTEXT_LINES, style);
        int deeper = snapshot.contexts().size() - top.contexts().size();
        return deeper == 0
                ? text
                : text + "... " + deeper + " deeper than level " + MAX_LEVELS + ": ctxinspect tree " + target + "\n";
    }

    private static String findings(Snapshot snapshot, Style style) {
        List<Finding> findings = Severity.worstFirst(snapshot);
        StringBuilder text = new StringBuilder(LeaksText.verdict(snapshot, style)).append('\n');
        for (Finding finding : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
            text.append(LeaksText.title(finding, style)).append('\n');
            String site = finding.site();
            if (site != null) {
                LeaksText.lines(SafeText.of(site), text);
            } else if (!Header.tells(finding)) {
                LeaksText.lines(SafeText.of(finding.message()), text);
            }
        }
        if (findings.size() > MAX_FINDINGS) {
            text.append("  ... ").append(findings.size() - MAX_FINDINGS).append(" more\n");
        }
        return text.toString();
    }

    private static String next(Snapshot snapshot, String target) {
        StringBuilder next = new StringBuilder("Next:  ");
        if (!snapshot.findings().isEmpty()) {
            next.append("ctxinspect leaks ").append(target).append("\n       ");
        }
        return next.append("ctxinspect threads ")
                .append(target)
                .append(" --blocked\n       ctxinspect tree ")
                .append(target)
                .append('\n')
                .toString();
    }
}
