package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Places where an exception of the agent's would do lasting harm, or none of the good that it is meant for. A call below one
 * of them is left to itself: it is shown, and neither fails fast nor is woken.
 *
 * <ul>
 *   <li>A class initialiser: one exception makes the class unusable for the life of the JVM.
 *   <li>The loading of a class and the linking of a call site: the JVM keeps a failure and repeats it for ever.
 *   <li>A class file transformer of another agent: its class would go untransformed, unnoticed.
 *   <li>The end of the JVM: {@code Runtime.exit} waits for each hook by {@code join} until that returns.
 *   <li>What swallows interrupts and tries again: callers that have "uninterruptibly" in their name. A call that fails each
 *       time would keep them spinning, and they set the interrupt again at the end. Others that do so show it in time
 *       ({@link Refusals}).
 * </ul>
 *
 * <p>Names of JDK classes and methods are those of JDK 17 to 25. The stack is looked at only where something is about to
 * be thrown or woken; a call that simply goes well never pays for this.
 */
final class Guards {

    static final int NOWHERE = 0;
    static final int INSIDE = 1;
    static final int OUTSIDE = 2;
    static final int UNSEEN = 3;

    /** A wait is often wrapped once or twice by the class that has it, before the method that says so. */
    private static final int NEAR = 4;

    private boolean fragile;

    /** How many frames were seen that are the JDK's no more, from the caller of the blocking call on. */
    private int callers;

    private Guards() {}

    /**
     * Whether the calling thread's call, which is about to fail fast, must go on instead.
     *
     * @param thing what it is a call of, a queue or a socket; null where there is none
     */
    static boolean spare(ThreadRecord record, @Nullable Object thing) {
        return inFragilePlace(record) || record.refusedTooOften(thing);
    }

    /** Whether the calling thread is where an exception does harm by the place alone. */
    static boolean inFragilePlace(ThreadRecord record) {
        boolean before = record.agent;
        record.agent = true;
        try {
            StackTraceElement[] frames = OwnStack.frames();
            return fragile(frames, 0, frames.length);
        } catch (RuntimeException unknown) {
            return false;
        } finally {
            record.agent = before;
        }
    }

    /** {@link #spare(ThreadRecord, Object)} of a call under {@code context}; false where nothing would be thrown anyway. */
    static boolean spare(ThreadRecord record, Object context, @Nullable Object thing) {
        return Settings.enforce && ((BooleanSupplier) context).getAsBoolean() && spare(record, thing);
    }

    /**
     * Where {@code thread} is, which cannot leave {@code call} meanwhile: {@link #OUTSIDE} when it must not be woken,
     * {@link #INSIDE} when it must not be just now, because the call itself loads or initialises a class, which passes;
     * {@link #UNSEEN} when nobody can tell but the thread itself.
     */
    static int place(Thread thread, String call) {
        StackTraceElement[] frames = OtherStack.frames(thread);
        return frames == null ? UNSEEN : place(frames, call);
    }

    /** {@link #place(Thread, String)} of the calling thread, which costs it less than others: nobody has to be stopped. */
    static int placeOfCaller(String call) {
        return place(OwnStack.frames(), call);
    }

    private static int place(StackTraceElement[] frames, String call) {
        int callers = callers(frames, call);
        if (fragile(frames, callers, frames.length)) {
            return OUTSIDE;
        }
        return fragile(frames, 0, callers) ? INSIDE : NOWHERE;
    }

    /** The first frame outside of the innermost method of that name; 0 where there is none. */
    private static int callers(StackTraceElement[] frames, String call) {
        String method = call.substring(call.lastIndexOf('.') + 1);
        for (int at = 0; at < frames.length; at++) {
            if (frames[at].getMethodName().equals(method)) {
                return at + 1;
            }
        }
        return 0;
    }

    private static boolean fragile(StackTraceElement[] frames, int from, int to) {
        Guards seen = new Guards();
        for (int at = from; at < to; at++) {
            seen.look(frames[at].getClassName(), frames[at].getMethodName());
        }
        return seen.fragile;
    }

    private void look(String type, String method) {
        if (callers < NEAR) {
            lookNear(type, method);
        }
        switch (method) {
            case "<clinit>":
            case "loadClass":
                fragile = true;
                break;
            case "transform":
                fragile |= type.equals("sun.instrument.InstrumentationImpl");
                break;
            case "runHooks":
                fragile |= type.equals("java.lang.ApplicationShutdownHooks") || type.equals("java.lang.Shutdown");
                break;
            case "linkCallSite":
            case "linkDynamicConstant":
                fragile |= type.equals("java.lang.invoke.MethodHandleNatives");
                break;
            default:
        }
    }

    private void lookNear(String type, String method) {
        if (callers > 0
                || (!type.startsWith("java.")
                        && !type.startsWith("sun.")
                        && !type.startsWith("jdk.")
                        && !type.startsWith("io.ctxagent.boot."))) {
            callers++;
            fragile |= method.contains("ninterruptibl");
        }
    }
}
