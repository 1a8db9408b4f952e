package io.ctxagent.recorder;

import io.ctxagent.boot.JdbcSupport;
import io.ctxagent.boot.Owner;
import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.model.ThreadInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was seen, as {@code ctx-snapshot/1}. Its elements are made while they are written, so however many there are, only what the
 * look itself keeps is in memory. Not thread-safe.
 */
public final class Picture {

    private final Observation seen;
    private final JvmInfo jvm;
    private final boolean stacks;
    private final List<Finding> findings;
    private final Map<String, Collection<String>> rulesOfContexts = new HashMap<>();
    private @Nullable Owner lastOwner;
    private String lastOwnerText = "";

    Picture(Observation seen, List<Finding> findings, JvmInfo jvm, boolean stacks) {
        this.seen = seen;
        this.findings = findings;
        this.jvm = jvm;
        this.stacks = stacks;
        for (Finding finding : findings) {
            for (String context : finding.contexts()) {
                rulesOfContexts.computeIfAbsent(context, id -> new TreeSet<>()).add(finding.rule());
            }
        }
    }

    /** Writes it as JSON in UTF-8; leaves the stream open. */
    public void write(OutputStream out) throws IOException {
        SnapshotWriter.write(
                jvm,
                agent(),
                counts(),
                each(seen.contexts().all(), this::info),
                each(seen.threads(), this::info),
                findings,
                out);
    }

    /** All of it in memory. */
    Snapshot snapshot() {
        List<ContextInfo> contexts = new ArrayList<>();
        seen.contexts().all().forEach(context -> contexts.add(info(context)));
        List<ThreadInfo> threads = new ArrayList<>();
        seen.threads().forEach(thread -> threads.add(info(thread)));
        return new Snapshot(Snapshot.SCHEMA, jvm, agent(), counts(), contexts, threads, findings);
    }

    private static <S, T> Iterable<T> each(Collection<S> all, Function<S, T> made) {
        return () -> {
            Iterator<S> of = all.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return of.hasNext();
                }

                @Override
                public T next() {
                    return made.apply(of.next());
                }
            };
        };
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

    private Counts counts() {
        Collection<SeenContext> contexts = seen.contexts().all();
        int live = 0;
        for (SeenContext context : contexts) {
            live += context.live() ? 1 : 0;
        }
        return new Counts(new Counts.ContextCounts(live, contexts.size() - live), threadCounts());
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

    private ThreadInfo info(SeenThread thread) {
        return thread.info(seen.nowNanos(), stacks);
    }

    private ContextInfo info(SeenContext context) {
        String id = context.id();
        return new ContextInfo(
                id,
                context.parent(),
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
                context.owner == null ? null : text(context.owner),
                context.owner != null && context.owner.ended(),
                context.keys(),
                context.threads(),
                rulesOf(id),
                Causes.chain(context.cause));
    }

    /** Neighbours in the tree are mostly made by the same one. */
    private String text(Owner owner) {
        if (owner != lastOwner) {
            lastOwner = owner;
            lastOwnerText = Phrases.owner(owner);
        }
        return lastOwnerText;
    }

    private List<String> rulesOf(String context) {
        @Nullable Collection<String> rules = rulesOfContexts.get(context);
        return rules == null ? List.of() : List.copyOf(rules);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
