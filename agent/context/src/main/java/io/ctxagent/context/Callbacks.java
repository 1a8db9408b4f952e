package io.ctxagent.context;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Calls what was registered with contexts that have become done. Nothing that a callback throws gets out of here. */
final class Callbacks {

    private Callbacks() {}

    /** The library's own first, then the application's: that may take its time. */
    static void run(Registration first, ContextException err) {
        Object before = Ambient.enter(null);
        try {
            boolean mayBlock = false;
            for (Registration each = first; each != null; each = each.after) {
                mayBlock |= each.mayBlock();
                if (each.isOurs()) {
                    fire(each, err);
                }
            }
            if (mayBlock && Thread.currentThread() instanceof TimerThread) {
                onAnotherThread(first, err);
            } else {
                fireAll(first, err);
            }
        } finally {
            Ambient.restore(before);
        }
    }

    /** The timer must go on, whatever the application does in its callbacks. */
    private static void onAnotherThread(Registration first, ContextException err) {
        try {
            Threads.startTimerCallbacks(() -> fireAll(first, err));
        } catch (Throwable noThread) {
            fireAll(first, err);
        }
    }

    /** All that have not been called yet; takes the chain apart, so that one that is kept holds no other. */
    private static void fireAll(Registration first, ContextException err) {
        Registration each = first;
        while (each != null) {
            Registration after = each.after;
            each.after = null;
            fire(each, err);
            each = after;
        }
    }

    private static void fire(Registration registration, ContextException err) {
        try {
            if (registration.claim()) {
                registration.fire(err);
            }
        } catch (Throwable thrown) {
            failed("a callback of a context", thrown);
        }
    }

    static void failed(String what, Throwable thrown) {
        try {
            Logger logger = System.getLogger("io.ctxagent.context");
            logger.log(Level.WARNING, what + " threw", thrown);
        } catch (Throwable ignored) {
            // A logger that fails must not stop the callbacks that come after.
        }
    }

    /** Runs code of the application; what it throws is logged. */
    static void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            failed(what, thrown);
        }
    }
}
