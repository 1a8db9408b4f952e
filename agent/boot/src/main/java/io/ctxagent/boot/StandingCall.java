package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the call that a thread is in consists of, as its own thread notes it and who has claimed it reads it. */
abstract class StandingCall extends ClaimableCall {

    /**
     * {@link Family#number} of the outermost hooked call that the thread is in; 0 when it is in none. Hooks below it stay silent. Not
     * a reference: to write one into the record of a thread that lives on has the collector's barrier wait for the memory.
     */
    private int familyNumber;

    /** The context of that call; while the thread is in none, that of the last one or null. */
    @Nullable
    Object context;

    /** Its name, {@code java.util.concurrent.LinkedBlockingQueue.take}; that of the last one while the thread is in none. */
    @Nullable
    String call;

    /** What it works on. */
    @Nullable
    Object target;

    /** The result set whose {@code next} the thread is in, or was in last and has not closed. Those are so many that little is noted of each. */
    @Nullable
    Object rows;

    /** When the call that {@link #stands} began to block, by {@link CoarseClock}. */
    long startNanos;

    /** How many in a row began soon after the one before; {@link CoarseClock}'s. */
    int soonCalls;

    /** What a JDBC call becomes once its driver waits for the server; one of {@link DriverWaits}'s. */
    int driverCall;

    StandingCall(Thread thread) {
        super(thread);
    }

    /** Whether the thread is in a hooked call. */
    final boolean inCall() {
        return familyNumber != Family.NONE;
    }

    /** Whether it is in one of that family. */
    final boolean in(Family family) {
        return familyNumber == family.number;
    }

    /** The family of the call that the thread is in; null for none. */
    final @Nullable Family family() {
        return Family.numbered(familyNumber);
    }

    /** By its thread: it is in none from here on. */
    final void out() {
        familyNumber = Family.NONE;
    }

    /** By its thread, which is in a call from here on that no interrupt of the agent's ends, so that it need not tell the user's from them. */
    final void note(Family family, Object context, String call, @Nullable Object target) {
        familyNumber = family.number;
        // To store a reference costs more than to compare it.
        if (this.context != context) {
            this.context = context;
        }
        if (this.call != call) {
            this.call = call;
        }
        this.target = target;
    }

    /** By its thread, which is in a {@code next} from here on: no more of it than {@link DriverWaits} needs. */
    final void fetch(Object resultSet) {
        familyNumber = Family.JDBC.number;
        driverCall = DriverWaits.FETCH;
        if (rows != resultSet) {
            rows = resultSet;
        }
    }

    /** By its thread: that is over, and its driver had to wait for nothing. */
    final void fetched() {
        familyNumber = Family.NONE;
        driverCall = DriverWaits.NONE;
    }

    /** Whether what stands here waits for a socket or a channel. */
    final boolean standsInKernel() {
        return !in(Family.JDBC) && !in(Family.SELECTOR) && !in(Family.PARK);
    }

    /** Whether the context of the call that the thread is in is done. */
    final boolean contextDone() {
        Object of = context;
        return of != null && ((BooleanSupplier) of).getAsBoolean();
    }

    /**
     * A signal or an unpark only has the thread look around, and nothing wakes a park. A selector remembers that it was woken, and a
     * driver cancels what it is at then; so does the close of a channel where there are no signals.
     */
    @Override
    final boolean leavesFenced() {
        return standsInKernel() ? !NativeThreads.available() : !in(Family.PARK);
    }
}
