package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One call of a case on a thread and under a context of its own, and what came of it. */
final class Attempt {

    static final Duration DEADLINE = Duration.ofMillis(150);

    private static final IllegalStateException CAUSE = new IllegalStateException("planned");
    private static final long LONGEST_WAKE_MILLIS = 2_000;
    private static final int MANY = 10;

    private final BlockingCase blocking;
    private final BlockingCase.Call call;
    private final String trigger;
    private final boolean control;
    private final CancelScope scope;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch anyOver;
    private final long deadline;
    private boolean seenBlocked;
    private StackTraceElement[] stack = {};
    private volatile boolean stayed;
    private volatile long from;
    private volatile long endedAt;
    private volatile Throwable thrown;
    private volatile boolean interrupted;
    private volatile String again = "";

    /**
     * @param within where the trigger is a deadline
     * @param anyOver counted down when the call is over
     */
    Attempt(BlockingCase blocking, String trigger, String kind, Duration within, CountDownLatch anyOver)
            throws Exception {
        this.deadline = System.nanoTime() + within.toNanos();
        this.blocking = blocking;
        this.call = isReady(trigger) ? blocking.ready().call() : blocking.call();
        this.trigger = trigger;
        this.control = WakeProgram.CONTROLS.contains(trigger);
        this.anyOver = anyOver;
        this.scope = trigger.endsWith("deadline")
                ? Context.background().withTimeout(within, CAUSE)
                : trigger.endsWith("overdue")
                        ? Context.background().withTimeout(Duration.ZERO, CAUSE)
                        : Context.background().withCancel();
        this.thread = WakeProgram.thread(kind, this::call);
    }

    private void call() {
        try {
            if (trigger.equals("none")) {
                call.run();
            } else {
                scope.call(() -> {
                    if (trigger.equals("deadline")) {
                        parkOften();
                    }
                    try {
                        call.run();
                    } catch (Throwable e) {
                        thrown = e;
                    }
                    return null;
                });
            }
        } catch (Throwable e) {
            thrown = e;
        }
        endedAt = System.nanoTime();
        interrupted = Thread.interrupted();
        if (isReady(trigger) && thrown != null) {
            callAgain();
        }
        over.countDown();
        anyOver.countDown();
    }

    /** Whether the calls do not have to wait. */
    static boolean isReady(String trigger) {
        return trigger.startsWith("ready-");
    }

    /** Under no context: what was ready before is so still. */
    private void callAgain() {
        try {
            call.run();
        } catch (Throwable e) {
            again = "made again, under no context, it throws " + chain(e);
        }
    }

    /** The agent keeps another account of the calls of a virtual thread that has made many. */
    private static void parkOften() {
        for (int i = 0; i < MANY; i++) {
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
        }
    }

    /** Enters the call; has seen it blocked when it returns, unless its context was done or its deadline came first. */
    Attempt begin() throws Exception {
        if (trigger.endsWith("done")) {
            scope.cancel(CAUSE);
        }
        if (isReady(trigger)) {
            ChannelCases.quietly(blocking.ready().prepare()).run();
        }
        from = trigger.equals("deadline") ? deadline : System.nanoTime();
        thread.start();
        if (!trigger.equals("done") && !trigger.equals("overdue") && !isReady(trigger)) {
            // A deadline may be there first, and a call that should block may not.
            boolean maybeOver = trigger.equals("deadline") || trigger.startsWith("control-");
            seenBlocked = WakeProgram.awaitBlocked(thread, blocking.frame(), maybeOver ? over : new CountDownLatch(1))
                    && (!trigger.equals("deadline") || System.nanoTime() - deadline < 0);
        }
        if (seenBlocked && !trigger.equals("deadline")) {
            stack = stackInside();
        }
        return this;
    }

    /** One that seemed blocked may have been between two calls all the same, as long as what it writes to is not full. */
    private StackTraceElement[] stackInside() {
        StackTraceElement[] found = thread.getStackTrace();
        while (!WakeProgram.isIn(found, blocking.frame()) && over.getCount() > 0) {
            found = thread.getStackTrace();
        }
        return found;
    }

    /** Of the thread in the blocked call, innermost first: each frame is {@code class#method#line}, with commas between them. */
    String stack() {
        return Stream.of(stack)
                .map(frame -> frame.getClassName() + "#" + frame.getMethodName() + "#" + frame.getLineNumber())
                .collect(Collectors.joining(","));
    }

    /** Whether it was seen blocked before its context ended. */
    boolean seenBlocked() {
        return seenBlocked;
    }

    /** Whether it may not have been blocked at all, because its deadline came too early for that. */
    boolean deadlineCameFirst() {
        return trigger.equals("deadline") && !seenBlocked;
    }

    /** Cancels the context of a call that waits for that; under {@code none} one that the call is not under. */
    Attempt end() {
        if (trigger.equals("cancel") || trigger.equals("control") || trigger.equals("none")) {
            from = System.nanoTime();
            scope.cancel(CAUSE);
        }
        return this;
    }

    /** Whether the call is over before anybody is interrupted. */
    void look() {
        stayed = over.getCount() > 0;
    }

    /** As the user does. */
    void interrupt() {
        thread.interrupt();
    }

    /** Where the deadline of a control must not end the call. */
    void awaitDeadline() throws InterruptedException {
        if (trigger.equals("control-deadline")) {
            over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    void awaitEnd(long mostNanos) throws InterruptedException {
        over.await(mostNanos, TimeUnit.NANOSECONDS);
    }

    /** What {@link WakeProgram} prints of a call that the user interrupts: what ended it stands for a complaint. */
    private String rowOfInterrupt() throws Exception {
        boolean obeyed = over.getCount() == 0;
        if (!obeyed) {
            blocking.release().run();
            over.await(LONGEST_WAKE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return row(!stayed, obeyed ? "by interrupt" : "by release");
    }

    /** What {@link WakeProgram} prints; releases a call that is stuck. */
    String row() throws Exception {
        if (WakeProgram.INTERRUPTING.contains(trigger)) {
            return rowOfInterrupt();
        }
        long left = trigger.equals("deadline") ? TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) : 0;
        // Where several wait for one lock, the release of the first ends the next.
        boolean woken = control ? !stayed : over.await(LONGEST_WAKE_MILLIS + Math.max(left, 0), TimeUnit.MILLISECONDS);
        if (!woken) {
            if (!control) {
                System.err.println(blocking.name() + " is stuck in " + List.of(thread.getStackTrace()));
            }
            blocking.release().run();
        }
        return row(woken, isReady(trigger) ? again : woken ? blocking.check().complaint() : "");
    }

    private String row(boolean woken, String complaint) {
        return String.join(
                "|",
                blocking.name(),
                woken ? "woken" : "stuck",
                String.valueOf((endedAt - from) / 1_000),
                chain(thrown),
                interrupted ? "interrupted" : "clean",
                complaint);
    }

    static String chain(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            text.append(text.length() == 0 ? "" : " < ").append(kinds(at));
        }
        return text.toString();
    }

    /** Simple names of the class and those it extends, up to Exception. */
    private static String kinds(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Class<?> type = thrown.getClass(); type != Exception.class && type != Object.class; ) {
            text.append(text.length() == 0 ? "" : ":").append(type.getSimpleName());
            type = type.getSuperclass();
        }
        if (thrown instanceof java.sql.SQLException sql) {
            text.append(" ").append(sql.getSQLState());
        }
        return text.toString();
    }
}
