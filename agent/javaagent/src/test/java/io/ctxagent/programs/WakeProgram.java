package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Blocks in each call of a family under a context and ends that context: {@code <family> cancel|deadline|done|control
 * platform|virtual}. Prints for each case {@code case|woken or stuck|microseconds|what was thrown|interrupted or
 * clean|complaint}. With a fifth argument, {@code late}, it loads what it needs, prints {@code READY} and
 * waits for a byte first. {@code control} cancels and then releases: without the agent the call must have stayed.
 */
public final class WakeProgram {

    private static final IllegalStateException CAUSE = new IllegalStateException("planned");

    private WakeProgram() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 4 && args[4].equals("late")) {
            for (String family : args[0].split(",")) {
                cases(family, args);
            }
            System.out.println("READY");
            System.in.read();
        }
        for (String family : args[0].split(",")) {
            if (!args[1].equals("control")) {
                // Once for the classes that the first of its kind loads; what is timed is a wake, not a class loader.
                run(cases(family, args).get(0), args[1], args[2]);
            }
            for (BlockingCase blocking : cases(family, args)) {
                System.out.println(run(blocking, args[1], args[2]));
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    static List<BlockingCase> cases(String family, String[] args) throws Exception {
        if (ChannelCases.FAMILIES.contains(family)) {
            return ChannelCases.of(family, args[1]);
        }
        return family.equals("jdbc") ? JdbcCases.of(args[3]) : Cases.of(family);
    }

    static String run(BlockingCase blocking, String trigger, String kind) throws Exception {
        Duration deadline = Duration.ofMillis(150);
        long ends = System.nanoTime() + deadline.toNanos();
        CancelScope scope = trigger.equals("deadline")
                ? Context.background().withTimeout(deadline, CAUSE)
                : Context.background().withCancel();
        if (trigger.equals("done")) {
            scope.cancel(CAUSE);
        }
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        long[] endedAt = new long[1];
        boolean[] interrupted = new boolean[1];
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = thread(kind, () -> {
            try {
                scope.call(() -> {
                    try {
                        blocking.call().run();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                    return null;
                });
            } catch (Exception e) {
                thrown.set(e);
            }
            endedAt[0] = System.nanoTime();
            interrupted[0] = Thread.interrupted();
            over.countDown();
        });
        long from = System.nanoTime();
        thread.start();
        if (trigger.equals("deadline")) {
            from = ends;
        } else if (!trigger.equals("done")) {
            awaitBlocked(thread, blocking.frame());
            from = System.nanoTime();
            scope.cancel(CAUSE);
        }
        boolean woken = over.await(trigger.equals("control") ? 400 : 2_000, TimeUnit.MILLISECONDS);
        if (!woken) {
            if (!trigger.equals("control")) {
                System.err.println(blocking.name() + " is stuck in " + List.of(thread.getStackTrace()));
            }
            blocking.release().run();
            over.await(10, TimeUnit.SECONDS);
        }
        String complaint = woken ? blocking.check().complaint() : "";
        return String.join(
                "|",
                blocking.name(),
                woken ? "woken" : "stuck",
                String.valueOf((endedAt[0] - from) / 1_000),
                chain(thrown.get()),
                interrupted[0] ? "interrupted" : "clean",
                complaint);
    }

    static Thread thread(String kind, Runnable task) throws Exception {
        if (kind.equals("platform")) {
            return Cases.daemonThread(task);
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, task);
    }

    /** Until the thread is in the call and does not run: its stack shows the frame, twice the same. */
    static void awaitBlocked(Thread thread, String frame) throws Exception {
        String last = "";
        for (int tries = 0; tries < 2_000; tries++) {
            StackTraceElement[] stack = thread.getStackTrace();
            String top = stack.length == 0 ? "" : stack[0].toString();
            boolean inside = false;
            for (StackTraceElement element : stack) {
                String name = element.getClassName() + "." + element.getMethodName();
                inside |= name.endsWith(frame) || name.replace('$', '.').endsWith(frame);
            }
            boolean still = thread.getState() != Thread.State.RUNNABLE || top.contains("Native Method");
            // An embedded database works in the calling thread; a statement is on its way once it is entered.
            boolean statement = frame.startsWith("execute") || frame.startsWith("LazyResult");
            if (inside && (statement ? !last.isEmpty() : still && top.equals(last))) {
                return;
            }
            last = inside ? top : "";
            TimeUnit.MILLISECONDS.sleep(2);
        }
        throw new IllegalStateException("never blocked in " + frame + ": " + List.of(thread.getStackTrace()));
    }

    private static String chain(Throwable thrown) {
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
