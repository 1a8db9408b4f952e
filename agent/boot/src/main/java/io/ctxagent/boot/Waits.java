package io.ctxagent.boot;

import java.io.Closeable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of calls that declare {@link InterruptedException}. {@link #begin} costs one thread-local read without a
 * context; with one, a second, a look at its state and a few fields. What is dear, the registration with the context, is
 * made when the thread is about to park.
 */
public final class Waits {

    private Waits() {}

    /**
     * On entry; fails fast when the context is done.
     *
     * @return what {@link #end} takes, which must follow; null where this is not the outermost hooked call of the thread
     */
    public static @Nullable Object begin(Family family, String call, @Nullable Object target)
            throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enterUnder(record, family, call, target, false);
    }

    /** {@link #begin} for calls that always block and do not go through a park: sleep, wait, join. */
    public static @Nullable Object beginBlocking(Family family, String call, @Nullable Object target)
            throws InterruptedException {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null ? null : enterUnder(record, family, call, target, true);
    }

    /** {@link #begin} where {@link #exit} follows; whether it must. */
    public static boolean enter(Family family, String call, @Nullable Object target) throws InterruptedException {
        return begin(family, call, target) != null;
    }

    /** {@link #beginBlocking} where {@link #exit} follows; whether it must. */
    public static boolean enterBlocking(Family family, String call, @Nullable Object target)
            throws InterruptedException {
        return beginBlocking(family, call, target) != null;
    }

    /**
     * {@link #enter} for a call that ends by itself soon after an interrupt and must be made whatever the state of the
     * context: under a done one it is woken when it first waits.
     */
    public static boolean enterUnrefused(Family family, String call, @Nullable Object target) {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null || !record.free()) {
            return false;
        }
        Object context = record.under();
        try {
            if (family.off() && record.connecting == null) {
                return mute(record, family, context);
            }
            record.begin(family, context, call, target);
            return true;
        } catch (Throwable fault) {
            return abandon(family, fault);
        }
    }

    /** What each call under a context pays. Small, so that it is compiled into its callers; the rest is elsewhere. */
    static @Nullable ThreadRecord enterUnder(
            ThreadRecord record, Family family, String call, @Nullable Object target, boolean registers)
            throws InterruptedException {
        Object context = record.under();
        boolean outermost = record.free();
        try {
            if (outermost && !family.off() && !((BooleanSupplier) context).getAsBoolean()) {
                record.begin(family, context, call, target);
                if (registers) {
                    register(record, family, context);
                }
                return record;
            }
            if (!outermost) {
                if (registers) {
                    registerOuter(record, context);
                }
                return null;
            }
        } catch (Throwable fault) {
            family.fault(fault);
            return outermost && silenced(family, context) ? record : null;
        }
        return enterOffOrDone(record, context, family, call, target, registers) ? record : null;
    }

    /** The outermost call where its family is off or its context is done. */
    private static boolean enterOffOrDone(
            ThreadRecord record, Object context, Family family, String call, @Nullable Object target, boolean registers)
            throws InterruptedException {
        InterruptedException failure;
        try {
            if (family.off() && record.connecting == null) {
                return mute(record, family, context);
            }
            if (Guards.spare(record, context, target)) {
                return spared(record, family, context, call, target);
            }
            failure = failFast(record, context, call);
            if (failure != null) {
                ConnectionSources.interrupted(record);
            } else {
                record.begin(family, context, call, target);
                if (registers) {
                    register(record, family, context);
                }
                return true;
            }
        } catch (Throwable fault) {
            family.fault(fault);
            return silenced(family, context);
        }
        throw failure;
    }

    /** After a fault on entry: the call goes on as without the agent, and the hooks below it do not take its place. */
    static boolean silenced(Family family, Object context) {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || record.agent) {
            return false;
        }
        if (!record.inCall()) {
            record.begin(family, context, family.id(), null);
        }
        record.muted = true;
        return true;
    }

    /** A queue that is switched off must not be ended by the condition that it waits on. */
    static boolean mute(ThreadRecord record, Family family, Object context) {
        record.begin(family, context, family.id(), null);
        record.muted = true;
        return true;
    }

    /** A call that goes on under a context that is done, see {@link Guards}: shown, and what it waits on is left alone too. */
    static boolean spared(ThreadRecord record, Family family, Object context, String call, @Nullable Object target) {
        record.block(family, new RecordedCall(context, family, call, target));
        return true;
    }

    /** A call that does not wait by itself, a queue of the application's, waits in this one. */
    private static void registerOuter(ThreadRecord record, Object context) {
        Family outer = record.family();
        if (outer == Family.JDBC) {
            DriverWaits.reached(record);
        } else if (outer != null && !record.agent && !record.muted && !record.inRegistered()) {
            register(record, outer, context);
        }
    }

    /** What a call under a context that is done throws; notes that it was ended. Null where it goes on. */
    static @Nullable InterruptedException failFast(ThreadRecord record, Object context, String call) {
        if (!((BooleanSupplier) context).getAsBoolean()) {
            return null;
        }
        if (record.connecting == null) {
            EndedCalls.note(context, call);
        }
        if (!Settings.enforce) {
            return null;
        }
        RuntimeException cause = BlockedCall.contextException(context);
        return cause == null ? null : new ContextInterruptedException(cause);
    }

    /** On the way out of a call that {@link #enter} returned true for: what it ends with, null for its result. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return end(ThreadRecord.current(), thrown);
    }

    /** On the way out of a call, with what {@link #begin} gave it: what it ends with, null for its result. */
    public static @Nullable Throwable end(Object begun, @Nullable Throwable thrown) {
        ThreadRecord record = (ThreadRecord) begun;
        BlockedCall blocked = record.blocked;
        if (blocked != null) {
            return endBlocked(record, blocked, thrown);
        }
        return record.stands ? endStanding(record, thrown) : endUnregistered(record, thrown);
    }

    private static @Nullable Throwable endUnregistered(ThreadRecord record, @Nullable Throwable thrown) {
        record.end();
        return thrown;
    }

    /** Where nobody has seen the call and its context has not made it fail, nothing has happened but the call. */
    static @Nullable Throwable endStanding(ThreadRecord record, @Nullable Throwable thrown) {
        BlockedCall seen = null;
        try {
            boolean fails = thrown != null && record.contextDone();
            seen = !fails && record.leaveUnseen() ? null : record.settle();
        } catch (Throwable fault) {
            abandon(Family.PARK, fault);
        }
        return seen == null ? endUnregistered(record, thrown) : endBlocked(record, seen, thrown);
    }

    private static @Nullable Throwable endBlocked(
            ThreadRecord record, BlockedCall blocked, @Nullable Throwable thrown) {
        Family family = record.family();
        record.end();
        record.agent = true;
        try {
            Throwable ending = blocked.end(thrown);
            if (ending instanceof ContextInterruptedException) {
                ConnectionSources.interrupted(record);
            }
            return ending;
        } catch (Throwable fault) {
            abandon(family == null ? Family.PARK : family, fault);
            return thrown;
        } finally {
            record.agent = false;
        }
    }

    static void register(ThreadRecord record, Family family, Object fallback) {
        Object context = record.context;
        Object blockedUnder = context == null ? fallback : context;
        String name = record.call;
        String connecting = record.connecting;
        BlockedCall call = connecting == null
                ? call(blockedUnder, family, name == null ? family.id() : name, record.target)
                : new InterruptibleCall(blockedUnder, Family.JDBC, connecting, record.connectingThrough);
        record.agent = true;
        try {
            record.blocked = call;
            call.register(record);
        } finally {
            record.agent = false;
        }
    }

    private static BlockedCall call(Object context, Family family, String name, @Nullable Object target) {
        return family == Family.HTTPCLIENT && target instanceof Closeable
                ? new ClosedStreamCall(context, family, name, (Closeable) target)
                : new InterruptibleCall(context, family, name, target);
    }

    private static boolean abandon(Family family, Throwable fault) {
        family.fault(fault);
        return false;
    }
}
