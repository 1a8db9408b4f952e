package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose work a thread does, decided by what made it: the class of the thread, its group, and the frame that its body
 * begins with. A name decides only where the JDK leaves nothing else to see.
 *
 * <p>The first rule that holds decides; a thread that none holds for is the application's. What names and classes are
 * checked with is JDK 17.0.15 and 25.0.3.
 */
final class ThreadRoles {

    /**
     * What is known of a thread when its role is asked for.
     *
     * @param underContext it runs under a context, so it works for the application whoever made it
     */
    record Evidence(Thread thread, StackReading stack, boolean underContext) {

        String name() {
            return thread.getName();
        }

        String type() {
            return thread.getClass().getName();
        }

        String group() {
            ThreadGroup group = thread.getThreadGroup();
            return group == null ? "" : group.getName();
        }

        boolean runsApplicationCode() {
            return underContext || stack.entry() != null;
        }

        /** The first frame of its body: the lowest one that is not merely what every thread or pool has there. */
        @Nullable
        StackTraceElement body() {
            StackTraceElement[] frames = stack.frames();
            for (int i = frames.length - 1; i >= 0; i--) {
                if (!isPlumbing(frames[i].getClassName())) {
                    return frames[i];
                }
            }
            return null;
        }

        private static boolean isPlumbing(String type) {
            return type.startsWith("java.lang.")
                    || type.startsWith("java.util.concurrent.")
                    || type.startsWith("java.util.Timer")
                    || type.startsWith("jdk.internal.vm.")
                    || type.startsWith("jdk.internal.misc.")
                    || type.startsWith("java.security.AccessController");
        }
    }

    /** One kind of thread and why it has that role. */
    private record Kind(ThreadRole role, String reason, Predicate<Evidence> holds) {}

    private static final Set<String> GENERIC_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.VirtualThread",
            "java.lang.ThreadBuilders$BoundVirtualThread",
            "java.util.TimerThread",
            "java.util.concurrent.ForkJoinWorkerThread",
            "java.util.concurrent.ForkJoinWorkerThread$InnocuousForkJoinWorkerThread");

    private static final List<Kind> KINDS = List.of(
            new Kind(ThreadRole.AGENT, "the timer and the helpers of the API and the agent", ThreadRoles::isOurs),
            new Kind(
                    ThreadRole.TOOL,
                    "a debugger; HotSpot's agent makes its threads with these names",
                    e -> e.name().startsWith("JDWP ")),
            new Kind(ThreadRole.TOOL, "flight recorder, remote management", ThreadRoles::isManagement),
            new Kind(
                    ThreadRole.TOOL,
                    "an IDE, a build tool, a test runner: its own loop, not the test",
                    e -> isToolThread(e)),
            new Kind(
                    ThreadRole.USER,
                    "where the application starts",
                    e -> e.name().equals("main") && e.group().equals("main")),
            new Kind(
                    ThreadRole.JDK,
                    "the JVM's last thread: waits for the others to end",
                    e -> e.name().equals("DestroyJavaVM") && e.stack().frames().length == 0),
            new Kind(
                    ThreadRole.JDK,
                    "what virtual threads run on",
                    e -> e.type().equals("jdk.internal.misc.CarrierThread")
                            || e.group().equals("CarrierThreads")),
            new Kind(
                    ThreadRole.USER,
                    "a worker of the common pool while it works for the application",
                    e -> isCommonPool(e) && e.runsApplicationCode()),
            new Kind(ThreadRole.JDK, "the common pool's workers when idle", e -> isCommonPool(e)),
            new Kind(
                    ThreadRole.JDK,
                    "the JVM's own: reference handler, finalizer, signals, attach, process reaper",
                    e -> isSystemGroup(e)),
            new Kind(
                    ThreadRole.USER,
                    "any other thread that works for the application now",
                    Evidence::runsApplicationCode),
            new Kind(
                    ThreadRole.JDK,
                    "a thread class of the JDK's that is not made for others to use",
                    ThreadRoles::isJdkType),
            new Kind(
                    ThreadRole.JDK,
                    "its body is the JDK's: HTTP dispatcher, pollers of virtual threads",
                    ThreadRoles::isJdkBody),
            new Kind(
                    ThreadRole.JDK,
                    "the JDK made it: CompletableFuture's timer on 17, the HTTP client's idle workers, the HTTP server's"
                            + " dispatcher and timers",
                    e -> ThreadMakers.isOfJdk(e.thread())),
            new Kind(
                    ThreadRole.JDK,
                    "timers of the JDK's HTTP server that were there before the agent, so that nobody saw who made them",
                    e -> e.type().equals("java.util.TimerThread")
                            && (e.name().equals("idle-timeout-task") || e.name().equals("req-rsp-timeout-task"))));

    private ThreadRoles() {}

    static ThreadRole of(Thread thread, StackReading stack, boolean underContext) {
        Evidence evidence = new Evidence(thread, stack, underContext);
        for (Kind kind : KINDS) {
            if (kind.holds().test(evidence)) {
                return kind.role();
            }
        }
        return ThreadRole.USER;
    }

    private static boolean isOurs(Evidence e) {
        // Not ctx-after-func-*: those run the application's own code.
        return CodeOwner.isAgent(e.type())
                || e.name().startsWith("ctx-agent-")
                || e.name().equals("ctx-timer")
                || e.name().equals("ctx-shutdown");
    }

    private static boolean isManagement(Evidence e) {
        StackTraceElement body = e.body();
        return e.type().startsWith("jdk.jfr.")
                || e.name().startsWith("JFR ")
                || e.group().equals("RMI Runtime")
                || (body != null && isManagementClass(body.getClassName()));
    }

    private static boolean isManagementClass(String type) {
        return type.startsWith("jdk.jfr.")
                || type.startsWith("sun.rmi.")
                || type.startsWith("com.sun.jmx.")
                || type.startsWith("sun.management.")
                || type.startsWith("jdk.internal.agent.");
    }

    private static boolean isToolThread(Evidence e) {
        if (e.name().equals("main")) {
            return false;
        }
        StackTraceElement body = e.body();
        return e.name().startsWith("surefire-forkedjvm")
                || CodeOwner.isTool(e.type())
                || (body != null && CodeOwner.isTool(body.getClassName()) && !e.runsApplicationCode());
    }

    private static boolean isCommonPool(Evidence e) {
        return e.thread() instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    private static boolean isSystemGroup(Evidence e) {
        ThreadGroup group = e.thread().getThreadGroup();
        boolean made = e.thread().getClass().getClassLoader() == null;
        return group != null
                && made
                && (group.getParent() == null || group.getName().startsWith("Innocuous"));
    }

    private static boolean isJdkType(Evidence e) {
        return !GENERIC_TYPES.contains(e.type()) && CodeOwner.isJdk(e.type());
    }

    private static boolean isJdkBody(Evidence e) {
        StackTraceElement body = e.body();
        if (body == null || !CodeOwner.isJdk(body) || BlockingFrames.isCall(body)) {
            return false;
        }
        // Public packages do not count: new Thread(latch::await) is the application's, its body a hidden frame.
        String type = body.getClassName();
        return type.startsWith("sun.") || type.startsWith("jdk.") || type.startsWith("com.sun.");
    }
}
