package io.ctxagent.context;

/**
 * The locks of all nodes, shared by id: a lock of its own would cost each node a field, and the node itself is in users'
 * hands, who may synchronize on it. Held for a few instructions, never two at once.
 */
final class Locks {

    private static final int COUNT = 256;
    private static final Object[] LOCKS = new Object[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            LOCKS[i] = new Object();
        }
    }

    private Locks() {}

    static Object of(long id) {
        return LOCKS[(int) id & (COUNT - 1)];
    }
}
