package io.ctxagent.boot;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits in the kernel for a socket or a channel. A platform thread is signalled out of its system call, a
 * virtual one unparked; both come to the JDK's {@code park}, where {@link #checkPark} throws. A signal before the system
 * call is lost, hence the {@link Resender}.
 */
abstract class SignalledCall extends BlockedCall {

    private final long nativeThread;
    private boolean resent;

    /** What {@link #check} threw. */
    private @Nullable IOException thrown;

    SignalledCall(Object context, Family family, String call, @Nullable Object target) throws Throwable {
        super(context, family.id(), call, target);
        nativeThread = NativeThreads.current();
    }

    /** The call that stands in {@code record}. */
    SignalledCall(ThreadRecord record, String call) {
        super(record, call);
        nativeThread = record.nativeThread;
    }

    @Override
    public boolean cancellable() {
        return NativeThreads.available();
    }

    @Override
    void fire() {
        try {
            wake();
        } catch (Throwable fault) {
            owner().fault(fault);
        } finally {
            boolean first = !resent;
            resent = true;
            fired();
            if (first) {
                Resender.add(this);
            }
        }
    }

    /** Gets the thread to look around; again and again until it has left. */
    void wake() throws Throwable {
        if (nativeThread > 0) {
            NativeThreads.signal(nativeThread);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** The family that its faults count for. */
    abstract Family owner();

    /** What the call throws because its context is done; null when that is not known any more. */
    abstract @Nullable IOException failure();

    /** A signal only makes the thread look, and the check that it comes to is one of the hooks. */
    @Override
    final boolean outlivesHooks() {
        return false;
    }

    /** By its own thread: throws when the context is done, except where that would do harm. */
    final void check() throws IOException {
        if (!contextDone()) {
            return;
        }
        if (Guards.spare(ThreadRecord.current(), target)) {
            spared = true;
            return;
        }
        IOException failure = failure();
        if (failure != null) {
            thrown = failure;
            throw failure;
        }
    }

    /**
     * {@link #check} of the call that the thread is in, if it is one of these.
     *
     * @return what {@link #parked} takes; null where it is in none
     */
    static @Nullable Object checkPark() throws IOException {
        ThreadRecord record = ThreadRecord.peek();
        if (record == null || !(record.stands ? record.standsInKernel() : record.blocked instanceof SignalledCall)) {
            return null;
        }
        parked(record);
        return record;
    }

    /** After the wait that {@link #checkPark} came before: the same once more. A thread parks in one call alone. */
    static void parked(Object record) throws IOException {
        SignalledCall call = due((ThreadRecord) record);
        if (call != null) {
            call.check();
        }
    }

    /** The call that the thread is in; null for one that stands while its context is live. */
    private static @Nullable SignalledCall due(ThreadRecord record) {
        if (record.stands && record.contextDone()) {
            record.blocked = record.settle();
        }
        return record.blocked instanceof SignalledCall ? (SignalledCall) record.blocked : null;
    }

    @Override
    @Nullable
    Throwable ending(boolean woken, @Nullable Throwable thrown) {
        // The check may have thrown before the waker came, and the JDK may have wrapped what it threw.
        return thrown != null && (woken || contextDone()) ? outcome(thrown) : thrown;
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        if (!(thrown instanceof IOException)) {
            return thrown;
        }
        IOException failure = this.thrown == null ? failure() : this.thrown;
        return failure == null ? thrown : failure;
    }
}
