package io.ctxagent.recorder;

import org.jspecify.annotations.Nullable;

/**
 * What the stack of one thread says: the blocking call that it is in, and where in the application.
 *
 * <p>Of the JDK's and the driver's frames above the first application frame, the outermost known call wins: what the
 * application called, not what it came down to.
 */
final class StackReading {

    private final StackTraceElement[] frames;
    private final @Nullable SeenCall call;
    private final int below;

    StackReading(StackTraceElement[] frames, Thread.State state) {
        this(frames, state, false);
    }

    /**
     * @param statement a statement of some driver, perhaps an unknown one, is known to be executing
     */
    StackReading(StackTraceElement[] frames, Thread.State state, boolean statement) {
        this.frames = frames;
        SeenCall found = null;
        int outermost = 0;
        boolean idle = false;
        for (int i = 0; i < frames.length; i++) {
            StackTraceElement frame = frames[i];
            if (CodeOwner.isApplication(frame) && !CodeOwner.isDatabase(frame.getClassName())) {
                break;
            }
            idle |= BlockingFrames.isIdleWorker(frame);
            SeenCall known = BlockingFrames.call(frame, state);
            if (known != null) {
                found = known;
                outermost = i;
            }
        }
        if (found == null && state == Thread.State.BLOCKED) {
            found = SeenCall.onStack("lock", "synchronized");
        }
        for (int i = outermost; statement && i < frames.length; i++) {
            SeenCall execution = BlockingFrames.statement(frames[i]);
            if (execution != null) {
                found = execution;
                outermost = i;
            }
        }
        call = idle ? null : found;
        below = call == null ? 0 : outermost;
    }

    /** The blocking call; null where there is none that is known, and for an idle worker of a pool. */
    @Nullable
    SeenCall call() {
        return call;
    }

    /** The frame of the application that called it, or simply the top one; null where the stack has none. */
    @Nullable
    StackTraceElement top() {
        for (int i = below; i < frames.length; i++) {
            StackTraceElement frame = frames[i];
            boolean driver = isStatement() && (i == below || CodeOwner.isDatabase(frame.getClassName()));
            if (CodeOwner.isApplication(frame) && !driver) {
                return frame;
            }
        }
        return null;
    }

    private boolean isStatement() {
        return call != null && call.family().equals("jdbc");
    }

    /** Where the application's code begins in this thread: stays the same while the thread goes about its work. */
    @Nullable
    StackTraceElement entry() {
        for (int i = frames.length - 1; i >= 0; i--) {
            if (CodeOwner.isApplication(frames[i])) {
                return frames[i];
            }
        }
        return null;
    }

    /**
     * Where code begins that is no library's: below a server or a framework it is the request's handler, not the server's own
     * thread, which is the same for all. {@link #entry()} where there is none.
     */
    @Nullable
    StackTraceElement ownEntry() {
        for (int i = frames.length - 1; i >= 0; i--) {
            StackTraceElement frame = frames[i];
            if (CodeOwner.isApplication(frame) && !Libraries.isLibrary(frame.getClassName())) {
                return frame;
            }
        }
        return entry();
    }

    StackTraceElement[] frames() {
        return frames;
    }
}
