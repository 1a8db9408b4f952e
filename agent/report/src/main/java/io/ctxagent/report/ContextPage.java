package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.List;

/** What {@code explain} shows of a context: where it stands, why it is done, what runs under it, and what is wrong with it. */
public final class ContextPage {

    private static final int COLUMN = 11;

    /** A longer path shows its ends. */
    private static final int MAX_PATH = 12;

    private static final int MAX_THREADS = 20;
    private static final int MAX_FRAMES = 30;

    private final Snapshot snapshot;
    private final ContextInfo context;
    private final ContextFacts facts;
    private final Threads threads;
    private final Style style;

    private ContextPage(Snapshot snapshot, ContextInfo context, Style style) {
        this.snapshot = snapshot;
        this.context = context;
        this.style = style;
        this.threads = new Threads(snapshot);
        this.facts = new ContextFacts(snapshot);
    }

    /** Draws the page of {@code context}, which is one of the snapshot's. */
    public static String render(Snapshot snapshot, ContextInfo context, Style style) {
        return new ContextPage(snapshot, context, style).render();
    }

    /** The same as a snapshot: the contexts from the root to this one, its threads and its findings. */
    public static Snapshot select(Snapshot snapshot, ContextInfo context) {
        ContextPage page = new ContextPage(snapshot, context, Style.PLAIN);
        return new Snapshot(
                snapshot.schema(),
                snapshot.jvm(),
                snapshot.agent(),
                snapshot.counts(),
                page.facts.path(context),
                page.threads.under(context),
                page.findings());
    }

    private String render() {
        String where = tree();
        Paragraphs page = new Paragraphs(style, COLUMN).line("");
        facts.of(context).forEach(fact -> page.put(fact.name(), fact.text()));
        page.put("below", below());
        return where + page + "\n" + running() + "\n" + flags();
    }

    private String tree() {
        List<ContextInfo> path = facts.path(context);
        int hidden = Math.max(0, path.size() - MAX_PATH);
        StringBuilder text = new StringBuilder();
        int indent = 0;
        for (int i = 0; i < path.size(); i++) {
            if (hidden > 0 && i == MAX_PATH / 2) {
                text.append("   ".repeat(indent)).append("... ").append(hidden).append(" more\n");
                i += hidden;
            }
            step(path.get(i), indent++, text);
        }
        return text.toString();
    }

    private void step(ContextInfo step, int indent, StringBuilder text) {
        String title = ContextWords.title(step, 1);
        String time = ContextWords.time(List.of(step));
        text.append(indent == 0 ? "" : "   ".repeat(indent - 1) + "`- ")
                .append(step == context ? style.strong(title) : title)
                .append(time.isEmpty() ? "" : "  " + time)
                .append('\n');
    }

    private String below() {
        Subtree below = Subtree.below(context, snapshot);
        return below.contexts() == 0
                ? "nothing"
                : Words.count(below.contexts(), "context") + ", " + below.live() + " live; "
                        + Words.count(below.threads(), "thread");
    }

    private String running() {
        List<ThreadInfo> under = threads.under(context);
        if (under.isEmpty()) {
            return "no thread runs under it\n";
        }
        StringBuilder text = new StringBuilder(Words.count(under.size(), "thread") + " directly under it\n");
        for (ThreadInfo thread : under.subList(0, Math.min(MAX_THREADS, under.size()))) {
            thread(thread, text);
        }
        if (under.size() > MAX_THREADS) {
            text.append("  ... ").append(under.size() - MAX_THREADS).append(" more\n");
        }
        return text.toString();
    }

    private void thread(ThreadInfo thread, StringBuilder text) {
        String title = Threads.title(thread) + " " + Threads.activity(thread) + Threads.since(List.of(thread));
        Words.wrap(title, 78).forEach(line -> text.append("  ").append(line).append('\n'));
        List<String> stack = thread.stack();
        for (String frame : stack.subList(0, Math.min(MAX_FRAMES, stack.size()))) {
            text.append("    ").append(style.faint("at " + SafeText.of(frame))).append('\n');
        }
        if (stack.size() > MAX_FRAMES) {
            text.append("    ... ").append(stack.size() - MAX_FRAMES).append(" more\n");
        }
        String site = thread.site();
        if (stack.isEmpty() && thread.blocked() != null && site != null) {
            text.append("    ").append(style.faint("at " + SafeText.of(site))).append('\n');
        }
    }

    private String flags() {
        List<Finding> findings = findings();
        if (findings.isEmpty()) {
            return "not flagged by any rule\n";
        }
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(LeaksText.title(finding, style)).append('\n');
            LeaksText.lines(SafeText.of(finding.message()), text);
            if (!finding.fix().isEmpty()) {
                LeaksText.lines("fix: " + SafeText.of(finding.fix()), text);
            }
            RuleBook.find(finding.rule()).ifPresent(rule -> LeaksText.lines("the rule: " + rule.means(), text));
        }
        return text.toString();
    }

    private List<Finding> findings() {
        return Severity.worstFirst(snapshot).stream()
                .filter(finding -> finding.contexts().contains(context.id()))
                .toList();
    }
}
