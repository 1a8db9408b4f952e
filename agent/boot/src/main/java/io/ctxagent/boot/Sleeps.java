package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for {@code Thread.sleep(long)} and {@code Object.wait(long)}, which are native on JDK 17 and 18 and so have
 * no body that advice could go into: call sites in application classes are pointed here. From JDK 19 on the bodies are
 * instrumented and these are not used.
 */
public final class Sleeps {

    private Sleeps() {}

    /** {@link Thread#sleep(long)}. */
    public static void sleep(long millis) throws InterruptedException {
        boolean entered = Waits.enterBlocking(Family.SLEEP, "java.lang.Thread.sleep", null);
        Throwable thrown = null;
        try {
            Thread.sleep(millis);
        } catch (InterruptedException | RuntimeException e) {
            thrown = e;
        }
        finish(entered, thrown);
    }

    /** {@link Object#wait(long)} of {@code monitor}. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    public static void await(Object monitor, long millis) throws InterruptedException {
        boolean entered = Waits.enterBlocking(Family.WAIT, "java.lang.Object.wait", monitor);
        Throwable thrown = null;
        try {
            monitor.wait(millis);
        } catch (InterruptedException | RuntimeException e) {
            thrown = e;
        }
        finish(entered, thrown);
    }

    private static void finish(boolean entered, @Nullable Throwable thrown) throws InterruptedException {
        Throwable outcome = entered ? Waits.exit(thrown) : thrown;
        if (outcome instanceof InterruptedException) {
            throw (InterruptedException) outcome;
        }
        if (outcome instanceof RuntimeException) {
            throw (RuntimeException) outcome;
        }
    }
}
