package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code LockSupport.park*}, where the waits of {@code java.util.concurrent} really block: what {@link Waits} has noted on
 * entry is registered here. A park that belongs to no hooked call is shown.
 */
public final class Parks {

    private static final String CALL = "java.util.concurrent.locks.LockSupport.park";

    private Parks() {}

    /**
     * Before {@code LockSupport.park}: registers the hooked call that parks, or notes a park that belongs to none. Throws
     * nothing: code above a park does not expect it.
     *
     * @return what {@link #unpark} takes, which must follow; null for nothing to do
     */
    public static @Nullable Object park(@Nullable Object blocker) {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null) {
            return null;
        }
        Family family = record.family();
        try {
            if (record.agent || record.muted || Family.PARK.off()) {
                return null;
            }
            if (record.blocked != null) {
                return parked(record.blocked);
            }
            if (record.stands) {
                return null;
            }
            if (family == Family.JDBC) {
                DriverWaits.reached(record);
                return null;
            }
            if (record.interruptedBelow != null) {
                return null;
            }
            if (family != null) {
                Waits.register(record, family, record.under());
                return parked(record.blocked);
            }
            Object context = record.under();
            if (record.callsMayStand()) {
                StandingCalls.show(record, Family.PARK, context, CALL, blocker);
                return record;
            }
            RecordedCall call = record.connecting == null
                    ? new RecordedCall(context, Family.PARK, CALL, blocker)
                    : new RecordedCall(context, Family.JDBC, record.connecting, record.connectingThrough);
            call.register(record);
            return call;
        } catch (Throwable fault) {
            (family == null ? Family.PARK : family).fault(fault);
            return null;
        }
    }

    private static @Nullable BlockedCall parked(@Nullable BlockedCall call) {
        return call != null && call.enterPark() ? call : null;
    }

    /** After a park that {@link #park} noted. Throws nothing. */
    public static void unpark(Object call) {
        try {
            if (call instanceof ThreadRecord) {
                Waits.endStanding((ThreadRecord) call, null);
                return;
            }
            BlockedCall blocked = (BlockedCall) call;
            if (blocked.wakesItself()) {
                blocked.leavePark();
            } else {
                blocked.end(null);
            }
        } catch (Throwable fault) {
            Family.PARK.fault(fault);
        }
    }
}
