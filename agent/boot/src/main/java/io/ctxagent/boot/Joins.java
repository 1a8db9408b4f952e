package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code Thread.join} and of {@code ProcessImpl.waitFor}, and of waits for a result or a latch. A wait for what runs is registered on entry, because
 * on some JDKs it goes through no other hook; one for what has ended already does not block and makes no record. Under a
 * context that is done both fail fast.
 */
public final class Joins {

    private Joins() {}

    /** {@link Waits#beginBlocking} of {@code Thread.join}. */
    public static @Nullable Object join(Family family, String call, Thread joined) throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enter(record, family, call, joined, EndedThreads.has(joined));
    }

    /** {@link Waits#beginBlocking} of {@code ProcessImpl.waitFor}. */
    public static @Nullable Object waitFor(Family family, String call, Object process) throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enter(record, family, call, process, EndedProcesses.has(process));
    }

    /** {@link Waits#begin} of a wait for something in the JVM itself, which {@code over} says is no wait any more. */
    public static @Nullable Object await(Family family, String call, Object target, boolean over)
            throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || (over && live(family, record.under()))
                ? null
                : Waits.enterUnder(record, family, call, target, false);
    }

    /** {@link #await} of a latch; a subclass may count otherwise. */
    public static @Nullable Object await(Family family, String call, CountDownLatch latch) throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null
                        || (latch.getClass() == CountDownLatch.class
                                && latch.getCount() == 0
                                && live(family, record.under()))
                ? null
                : Waits.enterUnder(record, family, call, latch, false);
    }

    /** Of what has ended nothing is waited for, so nothing below has to know of the call: only a context that is done matters. */
    private static @Nullable Object enter(ThreadRecord record, Family family, String call, Object target, boolean ended)
            throws InterruptedException {
        return ended && live(family, record.under()) ? null : Waits.enterUnder(record, family, call, target, !ended);
    }

    private static boolean live(Family family, Object context) {
        try {
            return !((BooleanSupplier) context).getAsBoolean();
        } catch (Throwable fault) {
            family.fault(fault);
            return true;
        }
    }

    /**
     * Whether a thread has ended. Asked of what subclasses cannot override, and not by {@code isAlive}: a thread that has not
     * been started is not alive either, and may be when the join looks.
     */
    private static final class EndedThreads {

        /** {@code JVMTI_THREAD_STATE_TERMINATED} in {@code Thread.threadStatus}. */
        private static final int TERMINATED = 2;

        /** {@code Thread.threadStatus} of JDK 17 and 18. */
        private static final @Nullable VarHandle STATUS = status();

        /** Package-private {@code Thread.threadState()} of JDK 19 to 25. */
        private static final @Nullable MethodHandle STATE = state();

        private static @Nullable VarHandle status() {
            try {
                return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                        .findVarHandle(Thread.class, "threadStatus", int.class);
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        private static @Nullable MethodHandle state() {
            try {
                return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                        .findVirtual(Thread.class, "threadState", MethodType.methodType(Thread.State.class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        static boolean has(Thread thread) {
            try {
                MethodHandle state = STATE;
                if (state != null) {
                    return (Thread.State) state.invokeExact(thread) == Thread.State.TERMINATED;
                }
                VarHandle status = STATUS;
                return status != null && ((int) status.getVolatile(thread) & TERMINATED) != 0;
            } catch (Throwable fault) {
                Family.JOIN.fault(fault);
                return false;
            }
        }
    }

    /** Whether a process has ended: {@code ProcessImpl.hasExited}, of Unix and JDK 17 to 25. */
    private static final class EndedProcesses {

        private static final @Nullable VarHandle EXITED = exited();

        private static @Nullable VarHandle exited() {
            try {
                Class<?> type = Class.forName("java.lang.ProcessImpl", false, null);
                return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVarHandle(type, "hasExited", boolean.class);
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        static boolean has(Object process) {
            VarHandle exited = EXITED;
            try {
                // Set once; a look that comes too early makes the record that it would have made anyway.
                return exited != null && (boolean) exited.get(process);
            } catch (RuntimeException fault) {
                Family.PROCESS.fault(fault);
                return false;
            }
        }
    }
}
