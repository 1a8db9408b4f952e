package io.ctxagent.recorder;

import io.ctxagent.boot.BlockedCall;
import org.jspecify.annotations.Nullable;

/** One live thread as one look saw it. What few are asked for is made when it is. Belongs to the look's thread. */
final class SeenThread {

    private static final StackTraceElement[] NO_FRAMES = {};

    private final Thread thread;
    private final String name;
    private final boolean virtual;
    private final boolean daemon;
    private final Thread.State state;
    private final ThreadRole role;
    private final @Nullable SeenContext context;
    private final @Nullable SeenContext origin;
    private final @Nullable BlockedCall registered;
    private final @Nullable Rest rest;
    private @Nullable StackReading stack;
    private @Nullable SeenCall call;

    /**
     * What few have.
     *
     * @param starter what it was started under, whether or not it has inherited that; noted only while tests run
     * @param startedAt the stack of whoever started it then; empty otherwise
     * @param ends null where no call of it was ever ended
     * @param loss null where it does not run a task that lost its context
     */
    record Rest(
            @Nullable SeenContext starter,
            StackTraceElement[] startedAt,
            @Nullable SeenEnds ends,
            @Nullable SeenLoss loss) {}

    /**
     * @param virtual as {@link VirtualThreads} tells
     * @param state when it was looked at
     * @param context what it runs under
     * @param origin what it was started under
     * @param registered the call that a hook has noted
     * @param stack null where nobody needed it yet; it is read when it is asked for
     * @param rest null where there is nothing of it
     */
    SeenThread(
            Thread thread,
            boolean virtual,
            Thread.State state,
            @Nullable SeenContext context,
            @Nullable SeenContext origin,
            ThreadRole role,
            @Nullable BlockedCall registered,
            @Nullable StackReading stack,
            @Nullable Rest rest) {
        this.thread = thread;
        this.name = thread.getName();
        this.virtual = virtual;
        this.daemon = thread.isDaemon();
        this.state = state;
        this.context = context;
        this.origin = origin;
        this.role = role;
        this.registered = registered;
        this.stack = stack;
        this.rest = rest;
        if (stack != null) {
            SeenCall onStack = stack.isRead() ? stack.call() : null;
            boolean registeredOnly = registered != null && !stack.isRead();
            call = registered == null
                    ? role == ThreadRole.USER ? onStack : null
                    : registeredOnly ? null : SeenCall.registered(registered, onStack);
        }
    }

    Thread thread() {
        return thread;
    }

    long id() {
        return ThreadIds.of(thread);
    }

    String name() {
        return name;
    }

    boolean virtual() {
        return virtual;
    }

    boolean daemon() {
        return daemon;
    }

    Thread.State state() {
        return state;
    }

    ThreadRole role() {
        return role;
    }

    @Nullable
    SeenContext context() {
        return context;
    }

    @Nullable
    SeenContext origin() {
        return origin;
    }

    @Nullable
    SeenContext starter() {
        return rest == null ? null : rest.starter;
    }

    StackTraceElement[] startedAt() {
        return rest == null ? NO_FRAMES : rest.startedAt;
    }

    @Nullable
    SeenEnds ends() {
        return rest == null ? null : rest.ends;
    }

    @Nullable
    SeenLoss loss() {
        return rest == null ? null : rest.loss;
    }

    /** Whether {@link #call} is one. */
    boolean isBlocked() {
        return call != null || registered != null;
    }

    /** The blocking call that it is in; null where there is none that is known. */
    @Nullable
    SeenCall call() {
        SeenCall known = call;
        if (known == null && registered != null) {
            known = SeenCall.registered(registered, null);
            call = known;
        }
        return known;
    }

    /** The call as its hook has noted it, where neither a stack nor anybody's question has told more; else null. */
    @Nullable
    BlockedCall unasked() {
        return call == null ? registered : null;
    }

    /** Whether {@link #stack} was read; else asking it does. */
    boolean isStackRead() {
        return stack != null && stack.isRead();
    }

    StackReading stack() {
        StackReading known = stack;
        if (known == null) {
            known = StackReading.later(thread, state, isStatement(registered));
            stack = known;
        }
        return known;
    }

    static boolean isStatement(@Nullable BlockedCall registered) {
        return registered != null && registered.family().equals("jdbc");
    }

    @Nullable
    String site() {
        StackTraceElement top = stack().top();
        return top == null ? null : FrameNames.site(top);
    }
}
