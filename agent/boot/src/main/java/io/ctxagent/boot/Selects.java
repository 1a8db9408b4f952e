package io.ctxagent.boot;

import java.nio.channels.Selector;
import java.util.function.BooleanSupplier;

/**
 * The hooks of {@code sun.nio.ch.SelectorImpl}. A select whose context becomes done returns early; it never throws. The
 * first select under a context that is done already returns 0 at once. A loop that goes on all the same must neither
 * spin nor starve what it serves: from its second select on it waits for a little, longer each time, and gets what is
 * ready. A thread that was started under the context and has not ended after {@link #PATIENCE} such selects is a
 * framework's event loop that outlives whoever happened to start it: it is left alone.
 */
public final class Selects {

    /** From {@link #enter}: go on as if nothing were there. */
    public static final long RUN = 0;

    /** From {@link #enter}: registered, {@link #exit} must follow. */
    public static final long ENTERED = -1;

    /** From {@link #enter}: return 0 without selecting. */
    public static final long SKIP = -2;

    /** Late selects of a thread that runs under the context it was started with, until they are left alone. */
    private static final int PATIENCE = 16;

    private static final long LONGEST_MILLIS = 50;
    private static final String CALL = "java.nio.channels.Selector.select";

    private Selects() {}

    /**
     * On entry.
     *
     * @param timeout in milliseconds; 0 for selectNow, which is left alone, negative for no limit
     * @return one of the constants, or, if positive, the timeout in milliseconds to select with
     */
    public static long enter(Selector selector, long timeout) {
        ThreadRecord record = timeout == 0 ? null : ThreadRecord.underContext();
        return record == null || !record.free() ? RUN : enterUnder(record, selector, timeout);
    }

    private static long enterUnder(ThreadRecord record, Selector selector, long timeout) {
        Object context = record.under();
        try {
            if (Family.SELECTOR.off()) {
                Waits.mute(record, Family.SELECTOR, context);
                return ENTERED;
            }
            if (Settings.enforce && ((BooleanSupplier) context).getAsBoolean()) {
                // One that is closed says so itself.
                return selector.isOpen() ? late(record, context, selector, timeout) : RUN;
            }
            if (record.callsMayStand()) {
                StandingCalls.block(record, Family.SELECTOR, context, CALL, selector);
            } else {
                record.block(Family.SELECTOR, new SelectCall(context, CALL, selector));
            }
            return ENTERED;
        } catch (Throwable fault) {
            Family.SELECTOR.fault(fault);
            return RUN;
        }
    }

    private static long late(ThreadRecord record, Object context, Selector selector, long timeout) {
        int identity = System.identityHashCode(context);
        if (record.selectsUnder != identity) {
            record.selectsUnder = identity;
            record.lateSelects = 0;
        }
        int before = record.lateSelects;
        if (before >= PATIENCE && Current.ORIGIN.get() == context) {
            record.block(Family.SELECTOR, new RecordedCall(context, Family.SELECTOR, CALL, selector));
            return ENTERED;
        }
        if (Guards.spare(record, selector)) {
            Waits.spared(record, Family.SELECTOR, context, CALL, selector);
            return ENTERED;
        }
        if (before < PATIENCE) {
            record.lateSelects++;
        }
        if (before == 0) {
            return SKIP;
        }
        long pause = Math.min(1L << (before - 1), LONGEST_MILLIS);
        return timeout < 0 ? pause : Math.min(timeout, pause);
    }

    /** Before the action of {@code select(Consumer)} runs: the wait is over, and the action's own calls are its own. */
    public static void selected() {
        ThreadRecord record = ThreadRecord.peek();
        if (record != null && record.in(Family.SELECTOR)) {
            Waits.end(record, null);
        }
    }

    /** On the way out of a select that {@link #enter} said {@link #ENTERED} for. */
    public static void exit() {
        selected();
    }
}
