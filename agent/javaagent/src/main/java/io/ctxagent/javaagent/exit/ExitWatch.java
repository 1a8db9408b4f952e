package io.ctxagent.javaagent.exit;

import io.ctxagent.boot.AgentThread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The course of a shutdown: at its start, together with the application's own hooks, {@code untilShutdown()} is cancelled;
 * behind them the user's threads have what is left of the duration; then the report is written and the last line printed.
 * Application hooks that take longer than the duration are overtaken by a watch of the agent's, which prints what is left
 * then. Nothing here throws.
 */
public final class ExitWatch {

    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;
    private static final long LAST_WORDS_SECONDS = 2;

    private final Ending ending;
    private final long shutdownNanos;
    private final @Nullable ExitReport report;
    private final @Nullable StartMark mark;
    private final List<Thread> hooks = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch printed = new CountDownLatch(1);
    private volatile long startedNanos;

    /**
     * @param shutdownNanos how long user threads have; 0 for no wait and no last line
     * @param report the directory of the exit report; null for none
     */
    public ExitWatch(Ending ending, long shutdownNanos, @Nullable Path report) {
        this.ending = ending;
        this.shutdownNanos = shutdownNanos;
        this.report = report == null ? null : new ExitReport(report);
        this.mark = report == null ? null : new StartMark(report);
    }

    /** Puts the hooks into place. */
    public void register() {
        if (mark != null) {
            mark.set();
        }
        if (shutdownNanos > 0) {
            hook(this::begin, "ctx-agent-shutdown");
        }
        if (!FinalHook.register(this::finish)) {
            hook(this::finish, "ctx-agent-exit");
        }
    }

    private void hook(Runnable task, String name) {
        Thread hook = new AgentThread(task, name);
        hooks.add(hook);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Takes them out again; too late once the JVM is on its way out. */
    public void remove() {
        FinalHook.remove();
        for (Thread hook : hooks) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return;
            }
        }
        if (mark != null) {
            mark.clear();
        }
    }

    private void begin() {
        startedNanos = System.nanoTime();
        new AgentThread(this::overtake, "ctx-agent-shutdown-watch").start();
        try {
            ending.cancelUntilShutdown();
        } catch (RuntimeException | LinkageError e) {
            complain("untilShutdown() could not be cancelled", e);
        }
    }

    /** Application hooks may never end; the last line comes all the same. */
    private void overtake() {
        try {
            if (!over.await(shutdownNanos, TimeUnit.NANOSECONDS)) {
                close(Thread.currentThread());
            }
        } catch (InterruptedException e) {
            // Only the end of the JVM would do that.
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        Thread caller = Thread.currentThread();
        if (shutdownNanos > 0) {
            awaitUserThreads(caller);
        }
        over.countDown();
        close(caller);
    }

    private void awaitUserThreads(Thread caller) {
        long start = startedNanos == 0 ? System.nanoTime() : startedNanos;
        long pause = FIRST_PAUSE_NANOS;
        while (!closed.get() && System.nanoTime() - start < shutdownNanos && !nothingLeft(caller)) {
            LockSupport.parkNanos(this, pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private boolean nothingLeft(Thread caller) {
        try {
            return ending.look(caller).nothing();
        } catch (RuntimeException | LinkageError e) {
            return true;
        }
    }

    /** Whoever comes first does it; when that is the watch, the JVM must not halt in the middle of its words. */
    private void close(Thread caller) {
        try {
            if (closed.compareAndSet(false, true)) {
                conclude(caller);
                printed.countDown();
            } else {
                printed.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void conclude(Thread caller) {
        if (report != null) {
            report.write(ending);
        }
        if (shutdownNanos > 0) {
            try {
                for (String line : ending.look(caller).lines()) {
                    System.err.println(line);
                }
            } catch (RuntimeException | LinkageError e) {
                complain("what is left could not be counted", e);
            }
        }
    }

    private static void complain(String what, Throwable why) {
        System.err.println("ctx-agent: " + what + ": " + why);
    }
}
