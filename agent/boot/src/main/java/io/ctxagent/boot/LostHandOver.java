package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread's note that the task which it runs was handed over under a context and came without it. Written by its own
 * thread, read by snapshots. Immutable.
 *
 * <p>The task may run on when the context has long been collected, so the note knows it all the same: it holds the context
 * where it goes with the task, and a description where it stays until the thread takes its next one, for a context has
 * values.
 */
public final class LostHandOver {

    /** The note of each thread; empty where no context was lost. */
    public static final ThreadLocal<LostHandOver> NOTES = new ThreadLocal<>();

    private final WeakReference<Object> context;
    private final @Nullable Object held;
    private final @Nullable Port port;
    private final @Nullable Object @Nullable [] row;
    private final long sinceNanos = System.nanoTime();
    private final @Nullable StackTraceElement taker;
    private final int depth;
    private final String task;

    private LostHandOver(
            Object context,
            @Nullable Object held,
            @Nullable Port port,
            @Nullable StackTraceElement taker,
            int depth,
            String task) {
        this.context = new WeakReference<>(context);
        this.held = held;
        this.port = port;
        this.row = port == null ? null : described(port, context);
        this.taker = taker;
        this.depth = depth;
        this.task = task;
    }

    private static @Nullable Object @Nullable [] described(Port port, Object context) {
        @Nullable Object[] row = port.row(context);
        if (row != null) {
            row[Port.CAUSE] = null; // the application's own exception
        }
        return row;
    }

    /** An executor runs it, and takes the note back afterwards. */
    static LostHandOver run(Object context) {
        return new LostHandOver(context, context, null, null, 0, "");
    }

    /** Somebody took it out of a queue and may run it: only the stack can tell whether he does. */
    static LostHandOver taken(Object context, Object task) {
        StackTraceElement[] frames = Thread.currentThread().getStackTrace();
        int at = 0;
        while (at < frames.length - 1 && isPlumbing(frames[at].getClassName())) {
            at++;
        }
        int depth = 0;
        for (int i = at; i < frames.length; i++) {
            depth += isLambda(frames[i]) ? 0 : 1;
        }
        return new LostHandOver(
                context,
                null,
                Ports.of(context),
                frames[at],
                depth,
                task.getClass().getName());
    }

    /** JDK 17 shows the frames of the classes of lambdas in other threads' stacks and hides them in a thread's own. */
    private static boolean isLambda(StackTraceElement frame) {
        return frame.getClassName().contains("$$Lambda");
    }

    /** Where in {@code frames} the taker is; -1 when the stack is not as deep. */
    private int taker(StackTraceElement[] frames) {
        int left = depth;
        for (int i = frames.length - 1; i >= 0; i--) {
            left -= isLambda(frames[i]) ? 0 : 1;
            if (left == 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isPlumbing(String type) {
        return type.startsWith("java.") || type.startsWith("io.ctxagent.boot.");
    }

    /** The context that it was handed over under; null when that is gone. */
    public @Nullable Object context() {
        return held != null ? held : context.get();
    }

    /** The copy of the API that the context was of, where it may be gone. */
    public @Nullable Port port() {
        return port;
    }

    /** The {@link Port#row} of the context when the task was taken; its state is that of then. */
    public @Nullable Object @Nullable [] row() {
        return row;
    }

    /** {@link System#nanoTime()} of the moment when the task began, or was taken. */
    public long sinceNanos() {
        return sinceNanos;
    }

    /**
     * Whether a thread with this stack, the innermost frame first, runs the task now. A lambda is known by the class that it
     * stands in, because later JDKs hide the frame of its own class; a reference to a method is not known then.
     */
    public boolean runsIn(StackTraceElement[] frames) {
        if (taker == null) {
            return true;
        }
        int at = taker(frames);
        if (at < 0
                || !frames[at].getClassName().equals(taker.getClassName())
                || !frames[at].getMethodName().equals(taker.getMethodName())) {
            return false;
        }
        int lambda = task.indexOf("$$Lambda");
        for (int i = 0; i < at; i++) {
            String type = frames[i].getClassName();
            String method = frames[i].getMethodName();
            boolean own = type.equals(task) && (method.equals("run") || method.equals("call"));
            boolean inside = lambda > 0 && type.equals(task.substring(0, lambda)) && method.startsWith("lambda$");
            if (own || inside) {
                return true;
            }
        }
        return false;
    }
}
