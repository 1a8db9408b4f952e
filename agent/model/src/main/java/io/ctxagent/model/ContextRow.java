package io.ctxagent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ContextInfo} that can be written over, so that a hundred thousand are written out of one object: the same
 * components, of which numbers are no boxes and ids may be text that changes. Whoever fills it sets each. Not thread-safe.
 */
public final class ContextRow {

    /** In {@link #remainingMillis} and {@link #doneForMillis}: null. */
    public static final long NONE = Long.MIN_VALUE;

    public CharSequence id = "";
    public @Nullable CharSequence parent;
    public String kind = "";
    public @Nullable String name;
    public String state = "";
    public long ageMillis;
    public long remainingMillis = NONE;
    public long doneForMillis = NONE;
    public @Nullable String cause;
    public @Nullable String site;
    public @Nullable String owner;
    public boolean ownerEnded;
    public List<String> keys = List.of();
    public Collection<String> findings = List.of();
    public List<String> causedBy = List.of();

    private long[] threads = {};
    private int threadCount;

    /** From here on no thread runs under it. */
    public void clearThreads() {
        threadCount = 0;
    }

    /** One more thread runs under it. */
    public void addThread(long id) {
        if (threadCount == threads.length) {
            threads = Arrays.copyOf(threads, Math.max(4, 2 * threadCount));
        }
        threads[threadCount++] = id;
    }

    /** How many threads run under it. */
    public int threadCount() {
        return threadCount;
    }

    /** The id of one of them, from 0 on. */
    public long thread(int which) {
        return threads[which];
    }

    /** Takes over all of {@code context}. */
    void set(ContextInfo context) {
        id = context.id();
        parent = context.parent();
        kind = context.kind();
        name = context.name();
        state = context.state();
        ageMillis = context.ageMillis();
        remainingMillis = numberOrNone(context.remainingMillis());
        doneForMillis = numberOrNone(context.doneForMillis());
        cause = context.cause();
        site = context.site();
        owner = context.owner();
        ownerEnded = context.ownerEnded();
        keys = context.keys();
        findings = context.findings();
        causedBy = context.causedBy();
        clearThreads();
        context.threads().forEach(this::addThread);
    }

    private static long numberOrNone(@Nullable Long number) {
        return number == null ? NONE : number;
    }

    /** The same, to keep. */
    public ContextInfo info() {
        List<Long> ids = new ArrayList<>(threadCount);
        for (int i = 0; i < threadCount; i++) {
            ids.add(threads[i]);
        }
        return new ContextInfo(
                id.toString(),
                parent == null ? null : parent.toString(),
                kind,
                name,
                state,
                ageMillis,
                remainingMillis == NONE ? null : Long.valueOf(remainingMillis),
                doneForMillis == NONE ? null : Long.valueOf(doneForMillis),
                cause,
                site,
                owner,
                ownerEnded,
                keys,
                ids,
                List.copyOf(findings),
                causedBy);
    }
}
