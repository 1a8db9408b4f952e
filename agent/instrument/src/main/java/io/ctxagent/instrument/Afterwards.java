package io.ctxagent.instrument;

import io.ctxagent.boot.AgentThread;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is to be done after classes were woven in a running application, on a daemon thread that goes when there is nothing more.
 * The first time at once, then with a pause.
 */
abstract class Afterwards implements Runnable {

    private static final long PAUSE_MILLIS = 250;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();

    /** On the thread of its own. */
    abstract void work();

    /** On any thread, in the middle of loading a class; never throws. */
    void ask() {
        asked.set(true);
        if (running.compareAndSet(false, true)) {
            try {
                new AgentThread(this, "ctx-agent-weaver").start();
            } catch (Throwable noThread) {
                running.set(false); // asked again with the next class
            }
        }
    }

    @Override
    public void run() {
        do {
            while (asked.getAndSet(false)) {
                try {
                    work();
                    Thread.sleep(PAUSE_MILLIS);
                } catch (Throwable fault) {
                    // What could not be done stays in the report as missing.
                }
            }
            running.set(false);
        } while (asked.get() && running.compareAndSet(false, true));
    }
}
