package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
import io.ctxagent.boot.JdbcSupport;
import io.ctxagent.boot.Owner;
import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.ContextIds;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ContextRow;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.RowSource;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.ThreadRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    /** The places of the contexts that each rule flags, and the rules of all. */
    private final NavigableMap<String, BitSet> flagged = new TreeMap<>();

    private final BitSet anyFlagged;

    private final List<String> rulesOfOne = new ArrayList<>();
    private List<String> lastRules = List.of();
    private @Nullable Owner lastOwner;
    private String lastOwnerText = "";
    private String lastCall = "";
    private String lastCallText = "";

    Picture(Observation seen, List<Finding> findings, JvmInfo jvm, boolean stacks) {
        this.seen = seen;
        this.findings = findings;
        this.jvm = jvm;
        this.stacks = stacks;
        this.anyFlagged = new BitSet(seen.contexts().size());
        for (Finding finding : findings) {
            BitSet places = flagged.computeIfAbsent(finding.rule(), rule -> new BitSet());
            if (finding.contexts() instanceof ContextIds ids) {
                for (int i = 0; i < ids.size(); i++) {
                    flag(places, seen.contexts().placeOf(ids.number(i), ids.suffix()));
                }
            } else {
                for (String id : finding.contexts()) {
                    SeenContext context = seen.contexts().get(id);
                    flag(places, context == null ? -1 : context.place());
                }
            }
        }
        for (BitSet places : flagged.values()) {
            anyFlagged.or(places);
        }
    }

    private static void flag(BitSet places, int place) {
        if (place >= 0) {
            places.set(place);
        }
    }

    /** Most of those that are flagged are by one rule, and by the same. */
    private List<String> rules(int place) {
        rulesOfOne.clear();
        for (Map.Entry<String, BitSet> each : flagged.entrySet()) {
            if (each.getValue().get(place)) {
                rulesOfOne.add(each.getKey());
            }
        }
        if (!rulesOfOne.equals(lastRules)) {
            lastRules = List.copyOf(rulesOfOne);
        }
        return lastRules;
    }

    /** Writes it as JSON in UTF-8; leaves the stream open. */
    public void write(OutputStream out) throws IOException {
        SnapshotWriter.write(jvm, agent(), counts(), contexts(), threads(), findings, out);
    }

    /** All of it in memory. */
    Snapshot snapshot() {
        List<ContextInfo> contexts = new ArrayList<>();
        ContextRow context = new ContextRow();
        for (RowSource<ContextRow> all = contexts(); all.next(context); ) {
            contexts.add(context.info());
        }
        List<ThreadInfo> threads = new ArrayList<>();
        ThreadRow thread = new ThreadRow();
        for (RowSource<ThreadRow> all = threads(); all.next(thread); ) {
            threads.add(thread.info());
        }
        return new Snapshot(Snapshot.SCHEMA, jvm, agent(), counts(), contexts, threads, findings);
    }

    private RowSource<ContextRow> contexts() {
        Iterator<SeenContext> all = seen.contexts().all().iterator();
        StringBuilder id = new StringBuilder();
        StringBuilder parent = new StringBuilder();
        return row -> {
            if (!all.hasNext()) {
                return false;
            }
            SeenContext context = all.next();
            row.id = id(context.number(), context.suffix(), id);
            row.parent = context.parentNumber() == 0 ? null : id(context.parentNumber(), context.suffix(), parent);
            fill(row, context);
            return true;
        };
    }

    private RowSource<ThreadRow> threads() {
        Iterator<SeenThread> all = seen.threads().iterator();
        StringBuilder id = new StringBuilder();
        StringBuilder target = new StringBuilder();
        return row -> {
            if (!all.hasNext()) {
                return false;
            }
            SeenThread thread = all.next();
            SeenContext context = thread.context();
            row.context = context == null ? null : id(context.number(), context.suffix(), id);
            fill(row, thread, target);
            return true;
        };
    }

    private static CharSequence id(long number, String suffix, StringBuilder text) {
        text.setLength(0);
        return text.append('c').append(number).append(suffix);
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
        int live = 0;
        for (SeenContext context : seen.contexts().all()) {
            live += context.live() ? 1 : 0;
        }
        int omitted = seen.contexts().leftOut().contexts();
        return new Counts(
                new Counts.ContextCounts(live + omitted, seen.contexts().size() - live, omitted), threadCounts());
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
            blocked += thread.isBlocked() ? 1 : 0;
            unowned += isUser && thread.context() == null ? 1 : 0;
        }
        LeftOut leftOut = seen.contexts().leftOut();
        return new Counts.ThreadCounts(
                seen.threads().size() + leftOut.threads(),
                user + leftOut.userThreads(),
                virtual + leftOut.virtualThreads(),
                blocked + leftOut.blockedThreads(),
                unowned + leftOut.unownedThreads(),
                leftOut.threads());
    }

    private void fill(ThreadRow row, SeenThread thread, StringBuilder target) {
        row.id = thread.id();
        row.name = thread.name();
        row.virtual = thread.virtual();
        row.daemon = thread.daemon();
        row.state = thread.state().name();
        row.role = thread.role().text();
        BlockedCall unasked = thread.unasked();
        SeenCall call = unasked == null ? thread.call() : null;
        row.family = unasked != null ? unasked.family() : call != null ? call.family() : null;
        if (unasked != null) {
            row.call = text(unasked.call());
            row.target = target(unasked, target);
            row.blockedForMillis = since(unasked.startNanos());
            row.cancellable = unasked.cancellable() && !unasked.spared();
        } else if (call != null) {
            Long start = call.startNanos();
            row.call = call.call();
            row.target = call.target();
            row.blockedForMillis = start == null ? ThreadRow.NONE : since(start);
            row.cancellable = call.cancellable();
        }
        boolean wanted = stacks && (thread.isStackRead() || thread.context() != null);
        row.stack = wanted ? thread.stack().lines() : List.of();
        row.site = thread.isStackRead() ? thread.site() : null;
    }

    private static @Nullable CharSequence target(BlockedCall call, StringBuilder text) {
        text.setLength(0);
        try {
            return call.appendTarget(text) ? text : null;
        } catch (RuntimeException | LinkageError e) {
            // Some targets describe themselves by asking the application's object.
            return null;
        }
    }

    /** Most of a crowd wait in the same call. */
    private String text(String call) {
        if (!call.equals(lastCall)) {
            lastCall = call;
            lastCallText = BlockingFrames.name(call);
        }
        return lastCallText;
    }

    private void fill(ContextRow row, SeenContext context) {
        Owner owner = context.owner();
        row.kind = context.kind();
        row.name = context.name();
        row.state = context.state();
        row.ageMillis = since(context.createdNanos());
        row.remainingMillis =
                context.hasDeadline() ? millis(context.deadlineNanos() - seen.nowNanos()) : ContextRow.NONE;
        row.doneForMillis = context.isDone() ? since(context.doneNanos()) : ContextRow.NONE;
        row.cause = Causes.text(context.cause());
        row.site = context.site();
        row.owner = owner == null ? null : text(owner);
        row.ownerEnded = owner != null && owner.ended();
        row.keys = context.keys();
        row.findings = anyFlagged.get(context.place()) ? rules(context.place()) : List.of();
        row.causedBy = Causes.chain(context.cause());
        row.clearThreads();
        for (int i = 0; i < context.threadCount(); i++) {
            row.addThread(context.thread(i));
        }
    }

    /** Neighbours in the tree are mostly made by the same one. */
    private String text(Owner owner) {
        if (owner != lastOwner) {
            lastOwner = owner;
            lastOwnerText = Phrases.owner(owner);
        }
        return lastOwnerText;
    }

    /** In milliseconds. */
    private long since(long nanos) {
        return Math.max(0, millis(seen.nowNanos() - nanos));
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
