package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.ContextFacts;
import io.ctxagent.report.ContextFacts.Fact;
import io.ctxagent.report.HumanDuration;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.Threads;
import io.ctxagent.report.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a row tells when it is opened: all that is known of its context, and of each thread below it. */
final class RowDetails {

    private static final int MAX_THREADS = 20;
    private static final int MAX_FRAMES = 40;
    private static final int MAX_ALIKE = 20;

    private final ContextFacts facts;
    private final Threads threads;
    private final Map<String, List<Finding>> findings = new HashMap<>();

    RowDetails(ContextFacts facts, Threads threads, Snapshot snapshot) {
        this.facts = facts;
        this.threads = threads;
        for (Finding finding : snapshot.findings()) {
            finding.contexts()
                    .forEach(id -> findings.computeIfAbsent(id, any -> new ArrayList<>())
                            .add(finding));
        }
    }

    void write(Row row, Html html) {
        ContextInfo first = row.first();
        for (Finding finding : findings.getOrDefault(first.id(), List.of())) {
            html.open("p", "class", "why")
                    .element("span", SafeText.of(finding.rule()), "class", "flag")
                    .text(" " + SafeText.of(finding.message()) + " ")
                    .element("b", finding.fix().isEmpty() ? "" : "Fix: " + SafeText.of(finding.fix()))
                    .close("p");
        }
        html.open("dl");
        if (row.alike.size() > 1) {
            fact("alike", alike(row.alike), html);
        }
        for (Fact fact : facts.of(first)) {
            fact(fact.name(), fact.text(), html);
        }
        html.close("dl");
        List<ThreadInfo> under = threads.under(row.alike);
        if (!under.isEmpty()) {
            html.open("ul", "class", "threads");
            for (ThreadInfo thread : under.subList(0, Math.min(MAX_THREADS, under.size()))) {
                thread(thread, html);
            }
            if (under.size() > MAX_THREADS) {
                html.element("li", (under.size() - MAX_THREADS) + " more");
            }
            html.close("ul");
        }
    }

    private static String alike(List<ContextInfo> alike) {
        List<String> some = new ArrayList<>();
        for (ContextInfo context : alike.subList(0, Math.min(MAX_ALIKE, alike.size()))) {
            some.add(SafeText.of(context.id()) + " " + HumanDuration.of(context.ageMillis()));
        }
        String more = alike.size() > MAX_ALIKE ? " and " + (alike.size() - MAX_ALIKE) + " more" : "";
        return Words.count(alike.size(), "context") + ", each with its age: " + String.join(", ", some) + more
                + "; below is the first";
    }

    private static void fact(String name, String text, Html html) {
        html.element("dt", name).open("dd").name(text).close("dd");
    }

    private static void thread(ThreadInfo thread, Html html) {
        html.open("li")
                .name(Threads.title(thread) + (thread.daemon() ? " daemon" : ""))
                .text(" ")
                .name(Threads.activity(thread) + Threads.since(List.of(thread)));
        List<String> stack = thread.stack();
        String site = thread.site();
        if (!stack.isEmpty()) {
            html.open("pre");
            stack.subList(0, Math.min(MAX_FRAMES, stack.size()))
                    .forEach(frame -> html.text("at " + SafeText.of(frame)).line());
            if (stack.size() > MAX_FRAMES) {
                html.text("... " + (stack.size() - MAX_FRAMES) + " more").line();
            }
            html.close("pre");
        } else if (thread.blocked() != null && site != null) {
            html.element("pre", "at " + SafeText.of(site));
        }
        html.close("li");
    }
}
