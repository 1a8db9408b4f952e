package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * A wait that an interrupt ends: queues, locks, futures, sleep, wait, join. The interrupt is the waker's own, so it is
 * taken back on the way out; one of the user's that came during the call is kept.
 */
class InterruptibleCall extends BlockedCall {

    InterruptibleCall(Object context, Family family, String call, @Nullable Object target) {
        super(context, family.id(), call, target);
    }

    @Override
    void fire() {
        ThreadRecord canceller = null;
        boolean before = false;
        try {
            canceller = ThreadRecord.current();
            before = canceller.agent;
            canceller.agent = true;
            thread.interrupt();
        } finally {
            if (canceller != null) {
                canceller.agent = before;
            }
            fired();
        }
    }

    @Override
    final boolean wakesItself() {
        return true;
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        Interrupts.takeBack(this);
        if (!(thrown instanceof InterruptedException)) {
            // It ended by itself while the waker was at it: its result, an element taken from a queue, is kept.
            return thrown;
        }
        RuntimeException cause = contextException();
        return cause == null ? thrown : new ContextInterruptedException(cause);
    }

    @Override
    public @Nullable String target() {
        Object object = target;
        if (object == null || object instanceof Thread) {
            return threadName(object);
        }
        return isSocket() ? Sockets.describe(object) : identity(object);
    }

    @Override
    public boolean appendTarget(StringBuilder text) {
        Object object = target;
        if (object == null || object instanceof Thread || isSocket()) {
            return super.appendTarget(text);
        }
        return appendIdentity(object, text);
    }

    /** One that waits for its turn. */
    private boolean isSocket() {
        return family.equals(Family.SOCKET.id()) || family.equals(Family.DATAGRAM.id());
    }

    private static @Nullable String threadName(@Nullable Object thread) {
        return thread == null ? null : ((Thread) thread).getName();
    }

    private static String identity(Object object) {
        StringBuilder text = new StringBuilder();
        appendIdentity(object, text);
        return text.toString();
    }
}
