package io.ctxagent.recorder;

import io.ctxagent.boot.JdbcSupport;
import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns what was seen into {@code ctx-snapshot/1}. */
final class Picture {

    private final Observation seen;
    private final List<Finding> findings;
    private final Map<String, Collection<String>> rulesOfContexts = new HashMap<>();

    Picture(Observation seen, List<Finding> findings) {
        this.seen = seen;
        this.findings = findings;
        for (Finding finding : findings) {
            for (String context : finding.contexts()) {
                rulesOfContexts.computeIfAbsent(context, id -> new TreeSet<>()).add(finding.rule());
            }
        }
    }

    Snapshot snapshot(JvmInfo jvm, boolean stacks) {
        List<ContextInfo> contexts = new ArrayList<>();
        int live = 0;
        for (SeenContext context : seen.contexts().all()) {
            contexts.add(info(context));
            live += context.live() ? 1 : 0;
        }
        List<ThreadInfo> threads = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            threads.add(thread.info(seen.nowNanos(), stacks));
        }
        Counts counts = new Counts(new Counts.ContextCounts(live, contexts.size() - live), threadCounts());
        return new Snapshot(Snapshot.SCHEMA, jvm, agent(), counts, contexts, threads, findings);
    }

    private AgentInfo agent() {
        RecorderSettings settings = seen.settings();
        return new AgentInfo(
                settings.version(),
                settings.mode(),
                settings.loaded(),
                seen.complete(),
                seen.droppedEvents(),
                seen.hooks(),
                JdbcSupport.EVICTIONS.get());
    }

    private Counts.ThreadCounts threadCounts() {
        int user = 0;
        int virtual = 0;
        int blocked = 0;
        int unowned = 0;
        for (SeenThread thread : seen.threads()) {
            boolean isUser = thread.role() == ThreadRole.USER;
            user += isUser ? 1 : 0;
            virtual += thread.virtual() ? 1 : 0;
            blocked += thread.call() != null ? 1 : 0;
            unowned += isUser && thread.context() == null ? 1 : 0;
        }
        return new Counts.ThreadCounts(seen.threads().size(), user, virtual, blocked, unowned);
    }

    private ContextInfo info(SeenContext context) {
        return new ContextInfo(
                context.id,
                context.parent,
                context.kind,
                context.name,
                context.state,
                Math.max(0, millis(seen.nowNanos() - context.createdNanos)),
                context.deadlineNanos == null ? null : millis(context.deadlineNanos - seen.nowNanos()),
                context.doneNanos == null
                        ? null
                        : Long.valueOf(Math.max(0, millis(seen.nowNanos() - context.doneNanos))),
                Causes.text(context.cause),
                context.site,
                context.owner == null ? null : Phrases.owner(context.owner),
                context.owner != null && context.owner.ended(),
                context.keys(),
                context.threads(),
                rulesOf(context.id),
                Causes.chain(context.cause));
    }

    private List<String> rulesOf(String context) {
        @Nullable Collection<String> rules = rulesOfContexts.get(context);
        return rules == null ? List.of() : List.copyOf(rules);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
