package io.ctxagent.recorder;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stacks of the platform threads before a late attach changed classes. A method that runs on in the old form of its class tells
 * neither file nor line any more, and it is what a thread hangs in that people want to know. While it runs, what it told before is
 * true of the calls that it waits for. Holds no thread, and a stack until its thread has left what is old in it. Thread-safe.
 */
public final class EarlierStacks {

    /** Of more threads, asking takes too long for somebody who waits for an attach. */
    private static final int MOST_THREADS = 2_000;

    private final Map<Long, Stack> stacks = new ConcurrentHashMap<>();

    private record Stack(WeakReference<Thread> thread, StackTraceElement[] frames) {}

    private EarlierStacks() {}

    /** None, where the agent was there before the application. */
    public static EarlierStacks none() {
        return new EarlierStacks();
    }

    /**
     * As they are now, each read as a look reads it, because another way to ask has other frames on 21 and later. None where there are too
     * many threads.
     */
    public static EarlierStacks now() {
        EarlierStacks earlier = new EarlierStacks();
        List<Thread> threads = new PlatformThreads().list();
        for (Thread thread : threads.size() <= MOST_THREADS ? threads : List.<Thread>of()) {
            try {
                earlier.keep(thread, thread.getStackTrace());
            } catch (RuntimeException | LinkageError e) {
                // A thread class of the application's may override what we ask it.
            }
        }
        return earlier;
    }

    void keep(Thread thread, StackTraceElement[] frames) {
        stacks.put(ThreadIds.of(thread), new Stack(new WeakReference<>(thread), frames));
    }

    /** {@code frames} with files and lines where they have lost them and they are known. */
    StackTraceElement[] mend(Thread thread, StackTraceElement[] frames) {
        if (stacks.isEmpty()) {
            return frames;
        }
        long id = ThreadIds.of(thread);
        Stack earlier = stacks.get(id);
        if (earlier == null) {
            return frames;
        }
        StackTraceElement[] mended = earlier.thread.get() == thread
                ? mended(earlier.frames, frames)
                : frames; // ids of a subclass may be anything
        if (mended == frames) {
            stacks.remove(id, earlier); // old methods do not come back
        }
        return mended;
    }

    /** The same array where nothing is to be mended. */
    private static StackTraceElement[] mended(StackTraceElement[] before, StackTraceElement[] now) {
        int same = same(before, now);
        int youngest = now.length - same;
        while (youngest < now.length && !isOld(now[youngest], before[youngest - now.length + before.length])) {
            youngest++;
        }
        if (youngest == now.length) {
            return now;
        }
        StackTraceElement[] mended = now.clone();
        for (int i = youngest; i < now.length; i++) {
            StackTraceElement was = before[i - now.length + before.length];
            if (isOld(now[i], was)) {
                // What is called by an old method that goes on is the call that it was. Only the youngest may be in
                // another one.
                mended[i] = i > youngest || calls(before, now, i) ? was : withoutLine(was);
            }
        }
        return mended;
    }

    /** How many frames are of the same methods, from the first call on. */
    private static int same(StackTraceElement[] before, StackTraceElement[] now) {
        int same = 0;
        while (same < Math.min(before.length, now.length)) {
            StackTraceElement was = before[before.length - 1 - same];
            StackTraceElement is = now[now.length - 1 - same];
            if (!was.getClassName().equals(is.getClassName())
                    || !was.getMethodName().equals(is.getMethodName())) {
                return same;
            }
            same++;
        }
        return same;
    }

    private static boolean isOld(StackTraceElement now, StackTraceElement was) {
        return now.getFileName() == null && was.getFileName() != null;
    }

    /** Whether all that the frame at {@code at} has called is as it was. */
    private static boolean calls(StackTraceElement[] before, StackTraceElement[] now, int at) {
        if (before.length != now.length) {
            return false;
        }
        for (int i = 0; i < at; i++) {
            if (!before[i].equals(now[i])) {
                return false;
            }
        }
        return true;
    }

    private static StackTraceElement withoutLine(StackTraceElement frame) {
        return new StackTraceElement(
                frame.getClassLoaderName(),
                frame.getModuleName(),
                frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                -1);
    }
}
