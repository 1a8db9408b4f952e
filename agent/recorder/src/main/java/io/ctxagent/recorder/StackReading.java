package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the stack of one thread says: the blocking call that it is in, and where in the application.
 *
 * <p>Of the JDK's and the driver's frames above the first application frame, the outermost known call wins: what the
 * application called, not what it came down to.
 */
final class StackReading {

    private static final StackTraceElement[] NO_FRAMES = {};

    private static final String OF_APPLICATION = "app//";

    /** Null once it was read, or where there was nothing to read. */
    private @Nullable Thread unread;

    private final Thread.State state;
    private final boolean statement;
    private StackTraceElement[] frames;
    private @Nullable SeenCall call;
    private int below;

    StackReading(StackTraceElement[] frames, Thread.State state) {
        this(frames, state, false);
    }

    /**
     * @param statement a statement of some driver, perhaps an unknown one, is known to be executing
     */
    StackReading(StackTraceElement[] frames, Thread.State state, boolean statement) {
        this.state = state;
        this.statement = statement;
        this.frames = frames;
        read();
    }

    private StackReading(Thread unread, Thread.State state, boolean statement) {
        this.unread = unread;
        this.state = state;
        this.statement = statement;
        this.frames = NO_FRAMES;
    }

    /**
     * One that is read when a question needs it: a stack costs some 20 microseconds and a kilobyte, and of a hundred thousand waiting
     * virtual threads mostly nobody asks. Belongs to the look's thread as the others do.
     */
    static StackReading later(Thread thread, Thread.State state, boolean statement) {
        return new StackReading(thread, state, statement);
    }

    /** Whether that has been done; else the others here do it. */
    boolean isRead() {
        return unread == null;
    }

    private void need() {
        Thread thread = unread;
        if (thread != null) {
            unread = null;
            frames = thread.getStackTrace();
            read();
        }
    }

    private void read() {
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
            if (known == null && found != null) {
                known = BlockingFrames.above(frame, found);
            }
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
        need();
        return call;
    }

    /** The frame of the application that called it, or simply the top one; null where the stack has none. */
    @Nullable
    StackTraceElement top() {
        need();
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
        need();
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
        need();
        for (int i = frames.length - 1; i >= 0; i--) {
            StackTraceElement frame = frames[i];
            if (CodeOwner.isApplication(frame) && !Libraries.isLibrary(frame.getClassName())) {
                return frame;
            }
        }
        return entry();
    }

    StackTraceElement[] frames() {
        need();
        return frames;
    }

    /** A line for each frame. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (StackTraceElement frame : frames()) {
            lines.add(line(frame));
        }
        return lines;
    }

    /** As it stands in the stack of an exception: of another thread's stack, JDK 17 also tells the built-in loader and the version. */
    private static String line(StackTraceElement frame) {
        String text = frame.toString();
        if (text.startsWith(OF_APPLICATION)) {
            text = text.substring(OF_APPLICATION.length());
        }
        String module = frame.getModuleName();
        String versioned = module + "@" + frame.getModuleVersion();
        boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
        return jdk && text.startsWith(versioned) ? module + text.substring(versioned.length()) : text;
    }
}
