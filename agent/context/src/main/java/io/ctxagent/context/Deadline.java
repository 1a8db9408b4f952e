package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A point in monotonic time. The wall clock matters at the border only: an {@link Instant} that was given is kept as it
 * was, one that was not is worked out when somebody asks, once, so that calls agree.
 */
final class Deadline extends Inherited {

    /** Half the range, so that differences of two deadlines never overflow; 146 years. */
    private static final long FARTHEST = Long.MAX_VALUE / 2;

    private static final VarHandle INSTANT;

    static {
        try {
            INSTANT = MethodHandles.lookup().findVarHandle(Deadline.class, "instant", Instant.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** On {@link #time}'s clock. */
    final long nanos;

    final TimeSource time;

    /** The cause of a context that this ends; null: none given. */
    final @Nullable Throwable cause;

    private volatile @Nullable Instant instant;

    Deadline(
            Inherited above,
            @Nullable Deadline enclosing,
            TimeSource time,
            long nanos,
            @Nullable Instant instant,
            @Nullable Throwable cause) {
        super(above.all(), enclosing);
        this.time = time;
        this.nanos = nanos;
        if (instant != null) { // nothing is written where nothing was given: the write is a fence
            this.instant = instant;
        }
        this.cause = cause;
    }

    @Override
    Deadline bound() {
        return this;
    }

    /** Nanoseconds left; zero or less when it has passed. */
    long left() {
        return nanos - time.nanos();
    }

    /** Whether this ends a context before a deadline that somebody asks for below it. Equal ones are both kept. */
    boolean isBefore(TimeSource otherTime, long otherNanos, @Nullable Instant otherInstant) {
        Instant own = instant;
        if (own != null && otherInstant != null) {
            return own.isBefore(otherInstant);
        }
        return time == otherTime ? nanos - otherNanos < 0 : left() < otherNanos - otherTime.nanos();
    }

    /** The point on the wall clock, if it was given or asked for. */
    @Nullable
    Instant known() {
        return instant;
    }

    /** On the wall clock; never later than that of the deadline around it, however the wall clock was set meanwhile. */
    Instant instant() {
        Instant known = instant;
        return known != null ? known : settle();
    }

    private Instant settle() {
        // Outer ones first, in a loop: a chain of deadlines can be very long.
        ArrayDeque<Deadline> open = new ArrayDeque<>();
        Deadline outer = this;
        while (outer != null && outer.instant == null) {
            open.push(outer);
            outer = outer.enclosing;
        }
        Instant bound = outer == null ? Instant.MAX : outer.instant();
        for (Deadline each : open) {
            Instant own = each.time.instant().plusNanos(each.left());
            INSTANT.compareAndSet(each, null, own.isBefore(bound) ? own : bound);
            bound = each.instant();
        }
        return bound;
    }

    /** The length of a duration, cut to what a deadline can hold. */
    static long clamp(Duration duration) {
        long limit = FARTHEST / 1_000_000_000L;
        if (duration.getSeconds() >= limit) {
            return FARTHEST;
        }
        return duration.getSeconds() <= -limit ? -FARTHEST : duration.toNanos();
    }
}
