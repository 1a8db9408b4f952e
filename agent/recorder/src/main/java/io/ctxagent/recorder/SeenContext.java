package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One context as one look saw it. Belongs to the look's thread. */
final class SeenContext {

    private static final Set<String> NEVER_DONE = Set.of("background", "todo", "withoutCancel");
    private static final Set<String> SCOPED =
            Set.of("withCancel", "withTimeout", "withDeadline", "withCancelFrom", "shield");

    /** Its number in its copy of the API, at least 1. */
    final long number;

    /** That of its parent; 0 for a root. */
    final long above;

    /** Tells the copies of the API apart: empty for the first. */
    final String suffix;

    final String kind;
    final @Nullable String name;
    final String state;
    final long createdNanos;
    final @Nullable Long deadlineNanos;
    final @Nullable Long doneNanos;
    final @Nullable Throwable cause;
    final @Nullable String site;
    final @Nullable Owner owner;
    final boolean lost;

    /** The test that it stands for; null for any other context. Set by {@link ContextTree}. */
    SeenTests.@Nullable SeenTest test;

    private List<String> keys;
    private List<Long> threads = List.of();

    @SuppressWarnings("unchecked") // the port's table of rows is the type
    private SeenContext(@Nullable Object[] row, String suffix) {
        number = (Long) present(row[Port.ID]);
        above = (Long) present(row[Port.PARENT]);
        this.suffix = suffix;
        kind = (String) present(row[Port.KIND]);
        name = (String) row[Port.NAME];
        state = (String) present(row[Port.STATE]);
        createdNanos = (Long) present(row[Port.CREATED_NANOS]);
        deadlineNanos = (Long) row[Port.DEADLINE_NANOS];
        doneNanos = (Long) row[Port.DONE_NANOS];
        cause = (Throwable) row[Port.CAUSE];
        site = (String) row[Port.SITE];
        keys = row[Port.KEYS] == null ? List.of() : (List<String>) row[Port.KEYS];
        owner = (Owner) row[Port.OWNER];
        lost = Boolean.TRUE.equals(row[Port.LOST]);
    }

    /**
     * @param suffix tells the copies of the API apart: empty for the first
     * @return null for a row that is not of this bridge's shape
     */
    static @Nullable SeenContext of(@Nullable Object @Nullable [] row, String suffix) {
        if (row == null || row.length < Port.ROW_LENGTH) {
            return null;
        }
        try {
            return new SeenContext(row, suffix);
        } catch (ClassCastException | NullPointerException e) {
            return null;
        }
    }

    // Made when they are asked for: of a hundred thousand contexts they would be most of what a look keeps.

    /** As in {@code ctx-snapshot/1}. */
    String id() {
        return "c" + number + suffix;
    }

    /** The parent's; null for a root. */
    @Nullable
    String parent() {
        return above == 0 ? null : "c" + above + suffix;
    }

    boolean live() {
        return state.equals("live");
    }

    /** Since when no work should go on under it: it is done, or the test that it stands for has ended. Null while neither. */
    @Nullable
    Long overNanos() {
        if (doneNanos != null) {
            return doneNanos;
        }
        return test == null ? null : test.owner().endedNanos();
    }

    /** Whether there is a CancelScope that somebody has to close. */
    boolean scoped() {
        return SCOPED.contains(kind);
    }

    /** Whether it stays live by its nature. */
    boolean neverDone() {
        return NEVER_DONE.contains(kind);
    }

    List<String> keys() {
        return keys;
    }

    List<Long> threads() {
        return threads;
    }

    /** A thread runs under it, or under a layer of values upon it that carries {@code layerKeys}. */
    void addThread(long thread, List<String> layerKeys) {
        if (threads.isEmpty()) {
            threads = new ArrayList<>(2);
        }
        threads.add(thread);
        if (!layerKeys.equals(keys)) {
            Set<String> union = new LinkedHashSet<>(layerKeys);
            union.addAll(keys);
            keys = new ArrayList<>(union);
        }
    }

    private static Object present(@Nullable Object component) {
        if (component == null) {
            throw new NullPointerException("a component of a row that is never null");
        }
        return component;
    }
}
