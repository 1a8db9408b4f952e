package io.ctxagent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ThreadInfo} that can be written over, as {@link ContextRow} is a {@link ContextInfo}; its {@link BlockedInfo} is taken
 * apart. Whoever fills it sets each component. Not thread-safe.
 */
public final class ThreadRow {

    /** In {@link #blockedForMillis}: null. */
    public static final long NONE = ContextRow.NONE;

    public long id;
    public String name = "";
    public boolean virtual;
    public boolean daemon;
    public String state = "";
    public @Nullable CharSequence context;
    public String role = "";

    /** The family of the call; null where it is in none, and the next four have no meaning. */
    public @Nullable String family;

    public String call = "";
    public @Nullable CharSequence target;
    public long blockedForMillis = NONE;
    public boolean cancellable;
    public @Nullable String site;
    public List<String> stack = List.of();

    /** Takes over all of {@code thread}. */
    void set(ThreadInfo thread) {
        id = thread.id();
        name = thread.name();
        virtual = thread.virtual();
        daemon = thread.daemon();
        state = thread.state();
        context = thread.context();
        role = thread.role();
        setBlocked(thread.blocked());
        site = thread.site();
        stack = thread.stack();
    }

    private void setBlocked(@Nullable BlockedInfo blocked) {
        family = blocked == null ? null : blocked.family();
        if (blocked != null) {
            call = blocked.call();
            target = blocked.target();
            Long forMillis = blocked.forMillis();
            blockedForMillis = forMillis == null ? NONE : forMillis;
            cancellable = blocked.cancellable();
        }
    }

    /** The same, to keep. */
    public ThreadInfo info() {
        return new ThreadInfo(
                id,
                name,
                virtual,
                daemon,
                state,
                context == null ? null : context.toString(),
                role,
                blocked(),
                site,
                stack);
    }

    private @Nullable BlockedInfo blocked() {
        return family == null
                ? null
                : new BlockedInfo(
                        family,
                        call,
                        target == null ? null : target.toString(),
                        blockedForMillis == NONE ? null : Long.valueOf(blockedForMillis),
                        cancellable);
    }
}
