package io.ctxagent.context;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The locks of all nodes, shared by id: a lock of its own would cost each node a field, and the node itself is in users'
 * hands, who may synchronize on it. Held for a few instructions, never two at once.
 */
final class Locks {

    private static final int BITS = 8;
    private static final Lock[] LOCKS = new Lock[1 << BITS];

    static {
        for (int i = 0; i < LOCKS.length; i++) {
            LOCKS[i] = new Lock();
        }
    }

    private Locks() {}

    /** Nodes that are made one after the other, by different threads perhaps, get locks far from each other. */
    static Lock of(long id) {
        return LOCKS[(int) ((id >>> Ids.BITS) * 0x9E3779B97F4A7C15L >>> Long.SIZE - BITS)];
    }

    /** Notes how often threads meet at it. As long as two cache lines, so that no two are in the same one. */
    static final class Lock {

        private static final VarHandle HELD;

        static {
            try {
                HELD = MethodHandles.lookup().findVarHandle(Lock.class, "held", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** A guess: who finds it true before it enters will have to wait, or nearly had to. */
        private boolean held;

        private int meetings;

        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13;

        boolean isHeld() {
            return (boolean) HELD.getOpaque(this);
        }

        void held(boolean now) {
            HELD.setOpaque(this, now);
        }

        /** True at each {@code often}-th meeting. Under the lock. */
        boolean meet(int often) {
            meetings++;
            if (meetings < often) {
                return false;
            }
            meetings = 0;
            return true;
        }
    }
}
