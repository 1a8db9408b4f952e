package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** What a {@link StandingCall} is of: calls that wait in the kernel or in a driver and that no interrupt ends, and bare parks. */
final class StandingCalls {

    private StandingCalls() {}

    /** Registers a call that is about to block, as the outermost of its thread; where {@link ThreadRecord#callsMayStand}. */
    static void block(ThreadRecord record, Family family, Object context, String call, @Nullable Object target) {
        boolean registered = false;
        try {
            stand(record, family, context, call, target);
            ContextLink.tie(record, context);
            registered = true;
        } finally {
            if (!registered) {
                takeBack(record);
            }
        }
    }

    /** {@link #block} of a call that is shown and that nothing wakes. */
    static void show(ThreadRecord record, Family family, Object context, String call, @Nullable Object target) {
        boolean registered = false;
        try {
            stand(record, family, context, call, target);
            registered = true;
        } finally {
            if (!registered) {
                takeBack(record);
            }
        }
    }

    private static void stand(
            ThreadRecord record, Family family, Object context, String call, @Nullable Object target) {
        record.note(family, context, call, target);
        record.startNanos = CoarseClock.nanos(record);
        if (!record.listed) {
            ActiveCalls.list(record);
        }
        record.stand();
    }

    /** {@link #block} of a call that waits in the kernel, and is woken by a signal. */
    static void blockInKernel(ThreadRecord record, Family family, Object context, String call, @Nullable Object target)
            throws Throwable {
        if (record.nativeThread == 0) {
            record.nativeThread = NativeThreads.current();
        }
        block(record, family, context, call, target);
    }

    /** After a fault: the call is not registered after all. */
    private static void takeBack(ThreadRecord record) {
        BlockedCall seen = !record.stands || record.leaveUnseen() ? null : record.settle();
        if (seen != null) {
            seen.awaitWaker();
        }
        record.unregistered();
        record.end();
    }

    /** The object of what stands in {@code record}; null where the agent has left meanwhile. */
    static @Nullable BlockedCall make(ThreadRecord record) {
        Family family = record.family();
        if (family == Family.CHANNEL) {
            return new ChannelCall(record);
        }
        if (family == Family.SELECTOR) {
            return new SelectCall(record);
        }
        if (family == Family.PARK) {
            return new RecordedCall(record);
        }
        if (family != Family.JDBC) {
            return new SocketCall(record);
        }
        JdbcSupport support = JdbcSupport.instance;
        return support == null ? null : new StatementCall(record, support);
    }
}
