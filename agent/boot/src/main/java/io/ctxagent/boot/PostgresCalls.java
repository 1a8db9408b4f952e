package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of what PostgreSQL's driver asks its server for and JDBC has no call for: COPY, and the wait for notifications. They
 * are methods of its {@code QueryExecutorImpl}, which everything that it offers for these goes through, and in which none of
 * the user's code runs. COPY is ended by a request to the server. A wait for notifications is ended at the driver's socket,
 * as a timeout, which this wait alone takes for its end: nothing has been read by then, so the connection stays good.
 */
public final class PostgresCalls {

    /** {@link #enterNotifies} found nothing to do. */
    public static final int NOTHING = 0;

    /** {@link #exitNotifies} must follow. */
    public static final int ENTERED = 1;

    /**
     * The same, and the wait, which has no limit, gets {@link #limitMillis} as one, because without one the driver ignores timeouts.
     * Each time that it comes to that, {@link #goesOn} has it begin again.
     */
    public static final int UNLIMITED = 2;

    private static final String COPY_IN = "org.postgresql.core.v3.CopyInImpl";

    /** 24 days. Not final: nobody waits that long for a test. */
    private static int limitMillis = Integer.MAX_VALUE;

    private PostgresCalls() {}

    /** What {@link #UNLIMITED} waits at a time. */
    public static int limitMillis() {
        return limitMillis;
    }

    /**
     * On entry of a step of a COPY; fails fast when the context is done, and leaves the copy to be cancelled by whoever began it.
     *
     * @return what {@link #exitCopy} takes; null when there is nothing to do
     */
    public static @Nullable Object enterCopy(String call, Object executor) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || record.silencesDrivers() ? null : enterUnder(record, call, executor, true);
    }

    /**
     * {@link #enterCopy} of the step that takes a row, which is made whatever the state of the context: rows are under way, and only
     * who reads the server's last word keeps the next statement from it. Under a context that is done it is woken when the
     * driver has no more of them.
     */
    public static @Nullable Object enterRow(String call, Object executor) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || record.silencesDrivers() ? null : enterUnder(record, call, executor, false);
    }

    private static @Nullable ThreadRecord enterUnder(ThreadRecord record, String call, Object executor, boolean refused)
            throws Exception {
        Object context = record.under();
        Exception failure;
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null) {
                return null;
            }
            if (Family.JDBC.off() || (refused && Guards.spare(record, context, executor))) {
                Waits.mute(record, Family.JDBC, context);
                return record;
            }
            failure = refused ? support.failFast(context, call) : null;
            if (failure == null) {
                return DriverWaits.noted(record, context, call, executor, DriverWaits.COPY);
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return null;
        }
        throw failure;
    }

    /**
     * {@link #enterCopy} of the step whose row is written by the user's code.
     *
     * @param writer that of the user's
     * @return what {@link #writer} and {@link #exitWriter} take; null when there is nothing to do
     */
    public static @Nullable Object enterWriter(String call, Object executor, @Nullable Object writer) throws Exception {
        ThreadRecord record = (ThreadRecord) enterCopy(call, executor);
        if (record == null) {
            return null;
        }
        Object context = record.context;
        return writer == null || context == null ? record : new CopyStep(record, context, call, executor);
    }

    /** What the driver gets in place of {@code writer}. */
    public static @Nullable Object writer(Object entered, Object executor, @Nullable Object writer) {
        return writer != null && entered instanceof CopyStep
                ? CopyWriter.of((CopyStep) entered, writer, executor.getClass().getClassLoader())
                : writer;
    }

    /** On the way out of that step: what it ends with, null for its result. */
    public static @Nullable Throwable exitWriter(Object entered, @Nullable Throwable thrown) {
        return entered instanceof CopyStep ? ((CopyStep) entered).exit(thrown) : exitCopy(entered, thrown);
    }

    /**
     * On entry of what gives a COPY up: it goes to its end, as {@link Connections#enterQuietly} says. Where rows were sent, that is
     * when the server has done with those that it has, which may take it long; under a context that is done it is asked
     * to stop. Where rows come, the driver asks it by itself and waits for nothing.
     *
     * @return what {@link #exitCancel} takes; null when there is nothing to do
     */
    public static @Nullable Object enterCancel(String call, Object executor, Object copy) {
        ThreadRecord record = ThreadRecord.underContext();
        if (record == null || record.silencesDrivers()) {
            return null;
        }
        if (Family.JDBC.off()) {
            Waits.mute(record, Family.JDBC, record.under());
            return record;
        }
        boolean sends = copy.getClass().getName().equals(COPY_IN);
        return DriverWaits.noted(record, record.under(), call, executor, sends ? DriverWaits.COPY : DriverWaits.QUIET);
    }

    /** On the way out of it. What it ends with stays, because that says whether the connection is good. */
    public static void exitCancel(Object entered, @Nullable Throwable thrown) {
        Waits.end(entered, thrown);
    }

    /** On the way out of a step of a COPY, with what it was entered with: what it ends with, null for its result. */
    public static @Nullable Throwable exitCopy(Object entered, @Nullable Throwable thrown) {
        return Waits.end(entered, thrown);
    }

    /** {@link #exitCopy} after {@link #enterRow}: the answer to a cancel may be among the rows that the driver has already. */
    public static @Nullable Throwable exitRow(Object entered, @Nullable Throwable thrown) {
        ThreadRecord record = (ThreadRecord) entered;
        Object context = record.muted ? null : record.context;
        Throwable ending = Waits.end(record, thrown);
        return context == null || thrown == null || ending != thrown ? ending : canceled(context, thrown);
    }

    private static Throwable canceled(Object context, Throwable thrown) {
        JdbcSupport support = JdbcSupport.instance;
        try {
            if (support == null || !Settings.enforce || !support.isCanceled(thrown)) {
                return thrown;
            }
            Exception failure = support.failure(context, thrown);
            return failure == null ? thrown : failure;
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return thrown;
        }
    }

    /**
     * On entry of the wait for notifications; fails fast when the context is done. A mere look at what has come does not.
     *
     * @param millis how long the driver waits: 0 for ever, less for not at all
     */
    public static int enterNotifies(String call, Object executor, int millis) throws Exception {
        ThreadRecord record = ThreadRecord.underContext();
        return record == null || record.silencesDrivers() ? NOTHING : enterUnder(record, call, executor, millis);
    }

    private static int enterUnder(ThreadRecord record, String call, Object executor, int millis) throws Exception {
        Object context = record.under();
        Exception failure;
        try {
            JdbcSupport support = JdbcSupport.instance;
            if (support == null) {
                return NOTHING;
            }
            if (Family.JDBC.off() || millis < 0 || Guards.spare(record, context, executor)) {
                Waits.mute(record, Family.JDBC, context);
                return ENTERED;
            }
            failure = support.failFast(context, call);
            if (failure == null) {
                boolean unlimited = millis == 0 && Settings.enforce && !support.hasNetworkTimeout(executor);
                record.connecting = call;
                record.connectingUnder = context;
                record.connectingThrough = executor;
                record.pausing++;
                return unlimited ? UNLIMITED : ENTERED;
            }
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return NOTHING;
        }
        throw failure;
    }

    /**
     * On the way out of a wait that was {@link #UNLIMITED} and has no exception: whether it has come to its limit, and has to begin
     * again. Where something has come at that very time, or nothing is waited for, it returns at once.
     *
     * @param begunNanos {@link System#nanoTime()} before it
     */
    public static boolean goesOn(long begunNanos) {
        // The driver counts in milliseconds, and its clock is not ours.
        boolean over = System.nanoTime() - begunNanos >= limitMillis * 1_000_000L / 2;
        Object context = ThreadRecord.current().connectingUnder;
        return over && context != null && !((BooleanSupplier) context).getAsBoolean();
    }

    /** On the way out of it: what it ends with, null for its result. What has come meanwhile is there for the next look. */
    public static @Nullable Throwable exitNotifies(@Nullable Throwable thrown) {
        ThreadRecord record = ThreadRecord.current();
        String call = record.connecting;
        Object context = record.connectingUnder;
        if (call != null) {
            record.pausing--;
        }
        Throwable ending = ConnectionSources.exit(thrown);
        return ending != null || call == null || context == null ? ending : overdue(record, context, call);
    }

    private static @Nullable Throwable overdue(ThreadRecord record, Object context, String call) {
        JdbcSupport support = JdbcSupport.instance;
        try {
            boolean over = Settings.enforce && ((BooleanSupplier) context).getAsBoolean();
            return support == null || !over || Guards.inFragilePlace(record) ? null : support.failFast(context, call);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return null;
        }
    }
}
