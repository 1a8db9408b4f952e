package io.ctxagent.context;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread in {@code awaitDone}. It parks by itself rather than on a latch: the agent makes latches obey the current
 * context, and the one that waits here for its own context's end must not be told that it has ended.
 */
final class Waiter extends Registration {

    private final Thread thread = Thread.currentThread();

    private Waiter() {}

    static void await(Node node) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Waiter waiter = new Waiter();
        if (!node.register(waiter)) {
            return;
        }
        try {
            while (!node.isDone()) {
                LockSupport.park(node);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            node.unregister(waiter);
        }
    }

    static boolean await(Node node, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (node.isDone() || nanos <= 0) {
            return node.isDone();
        }
        TimeSource time = TimeSource.current();
        long end = time.nanos() + nanos;
        Waiter waiter = new Waiter();
        if (!node.register(waiter)) {
            return true;
        }
        try {
            while (!node.isDone()) {
                long left = end - time.nanos();
                if (left <= 0) {
                    return false;
                }
                time.park(node, end);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            node.unregister(waiter);
        }
    }

    @Override
    void fire(ContextException err) {
        LockSupport.unpark(thread);
    }

    @Override
    boolean isOurs() {
        return true;
    }
}
