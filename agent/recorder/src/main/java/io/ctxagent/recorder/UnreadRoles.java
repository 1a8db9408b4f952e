package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/**
 * The roles of virtual threads whose stack is not read. All that is asked of such a one is its name, and most have none: so what the
 * first of them is, they all are. Of one look. Not thread-safe.
 */
final class UnreadRoles {

    private static final StackReading NOT_LOOKED_AT = new StackReading(new StackTraceElement[0], Thread.State.RUNNABLE);

    private @Nullable Class<?> type;
    private @Nullable ThreadRole underContext;
    private @Nullable ThreadRole free;

    /** @param thread a virtual one */
    ThreadRole of(Thread thread, boolean isUnderContext) {
        if (!thread.getName().isEmpty()) {
            return ThreadRoles.of(thread, NOT_LOOKED_AT, isUnderContext);
        }
        if (type != thread.getClass()) {
            type = thread.getClass();
            underContext = null;
            free = null;
        }
        ThreadRole known = isUnderContext ? underContext : free;
        if (known == null) {
            known = ThreadRoles.of(thread, NOT_LOOKED_AT, isUnderContext);
            underContext = isUnderContext ? known : underContext;
            free = isUnderContext ? free : known;
        }
        return known;
    }
}
