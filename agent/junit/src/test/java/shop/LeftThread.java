package shop;

import java.util.concurrent.locks.LockSupport;

/** A thread that its test leaves behind. */
final class LeftThread {

    private LeftThread() {}

    /**
     * Returns when the thread waits: one that begins to wait after its test has to wait for the grace anew before it counts as
     * blocked.
     *
     * @param wait waits in a park that has a blocker
     */
    static void start(String name, Runnable wait) {
        Thread thread = new Thread(wait, name);
        thread.setDaemon(true);
        thread.start();
        // Without a blocker it may be a class of the test's, or of the agent's, that it waits for.
        while (thread.getState() != Thread.State.WAITING || LockSupport.getBlocker(thread) == null) {
            Thread.yield();
        }
    }
}
