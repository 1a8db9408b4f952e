package io.ctxagent.report.html;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.HumanDuration;
import io.ctxagent.report.LeaksText;
import io.ctxagent.report.Part;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Severity;
import io.ctxagent.report.Style;
import io.ctxagent.report.Threads;
import io.ctxagent.report.Words;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One snapshot as a page: what was found, the tree with its times, and the threads that run under no context. */
public final class TreePage {

    private static final int MAX_UNOWNED = 100;

    private TreePage() {}

    /**
     * A page of its own.
     *
     * @param contexts the part of {@code whole} that the tree is to show
     * @param whole with every finding and thread
     */
    public static String render(Snapshot contexts, Snapshot whole) {
        TreeSection tree = new TreeSection(contexts);
        Html body = new Html();
        JvmInfo jvm = whole.jvm();
        String main = jvm.mainClass().isEmpty() ? "JVM" : SafeText.of(jvm.mainClass());
        body.open("h1").name(main).close("h1").line();
        seen(whole, body);
        body.add(Frame.controls("Search: name, id, kind, place, key, thread, rule"));
        findings(whole, tree.rows(), body);
        body.element("h2", "Contexts").line().add(tree.render());
        unowned(whole.threads(), body);
        return Frame.around("Contexts of " + main + ", pid " + jvm.pid(), body);
    }

    /** What was looked at, when, and how well it could be seen. */
    static void seen(Snapshot snapshot, Html html) {
        JvmInfo jvm = snapshot.jvm();
        AgentInfo agent = snapshot.agent();
        Counts counts = snapshot.counts();
        html.element(
                        "p",
                        "pid " + jvm.pid() + ", user " + SafeText.of(jvm.user()) + ", JDK " + SafeText.of(jvm.jdk())
                                + ", up " + HumanDuration.of(jvm.uptimeMillis()) + ", seen "
                                + jvm.startedAt().plusMillis(jvm.uptimeMillis()).truncatedTo(ChronoUnit.SECONDS)
                                + "; agent " + SafeText.of(agent.version()) + " (" + SafeText.of(agent.loaded()) + ", "
                                + SafeText.of(agent.mode()) + ")")
                .line();
        html.element(
                        "p",
                        "contexts " + counts.contexts().live() + " live, "
                                + counts.contexts().done() + " done; threads "
                                + counts.threads().live() + " live, "
                                + counts.threads().virtual() + " virtual, "
                                + counts.threads().blocked() + " blocked, "
                                + counts.threads().unowned() + " without a context")
                .line();
        if (!agent.complete()) {
            html.element("p", incomplete(snapshot), "class", "bad").line();
        }
    }

    private static String incomplete(Snapshot snapshot) {
        return "The observation is incomplete: "
                + (Part.is(snapshot) ? Part.sentence(snapshot) : "something may be missing here") + ".";
    }

    private static void findings(Snapshot snapshot, Rows rows, Html html) {
        html.element("h2", sentence(LeaksText.counts(snapshot.findings(), Style.PLAIN)))
                .line();
        for (Finding finding : Severity.worstFirst(snapshot)) {
            FindingCard.write(finding, "", false, rows, html);
        }
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void unowned(List<ThreadInfo> threads, Html html) {
        Map<String, List<ThreadInfo>> doing = new LinkedHashMap<>();
        for (ThreadInfo thread : threads) {
            if (thread.context() == null && thread.role().equals("user")) {
                doing.computeIfAbsent(Threads.activity(thread), any -> new ArrayList<>())
                        .add(thread);
            }
        }
        if (doing.isEmpty()) {
            return;
        }
        html.element("h2", "Threads without a context")
                .line()
                .open("ul", "class", "threads")
                .line();
        int shown = 0;
        for (Map.Entry<String, List<ThreadInfo>> each : doing.entrySet()) {
            if (++shown > MAX_UNOWNED) {
                html.element("li", Words.count(doing.size() - MAX_UNOWNED, "more place"))
                        .line();
                break;
            }
            List<ThreadInfo> same = each.getValue();
            String who = same.size() == 1 ? Threads.title(same.get(0)) : Words.count(same.size(), "thread");
            html.open("li", "class", "row")
                    .name(who)
                    .text(" ")
                    .name(each.getKey() + Threads.since(same))
                    .close("li")
                    .line();
        }
        html.close("ul").line();
    }
}
