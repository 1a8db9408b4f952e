package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Interrupts;
import io.ctxagent.boot.Tasks;
import io.ctxagent.boot.ThreadMakers;
import io.ctxagent.boot.Threads;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RunnableScheduledFuture;
import net.bytebuddy.asm.Advice;

/**
 * Carries the context to tasks of ThreadPoolExecutor, to threads and to virtual threads; tasks are not wrapped. What
 * is put here at the submit is taken in {@code ThreadPoolExecutor.runWorker}, whose call of {@code task.run()}
 * is rewritten (package {@code callsite}). A pool's own workers inherit nothing, and a periodic task has no context.
 */
public final class PropagationFamily implements BlockingFamily {

    private static final String POLLERS = "sun.nio.ch.Poller$Pollers";
    private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";
    private static final String REAPER = "java.lang.ProcessHandleImpl";
    private static final String HTTP_CLIENT = "jdk.internal.net.http.HttpClientImpl";

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                new Hook(Family.PROPAGATE, POOL, "execute", "(Ljava/lang/Runnable;)V", SubmitAdvice.class),
                new Hook(Family.PROPAGATE, POOL, "reject", "(Ljava/lang/Runnable;)V", RejectAdvice.class),
                new Hook(Family.PROPAGATE, POOL, "remove", "(Ljava/lang/Runnable;)Z", RemoveAdvice.class),
                Hook.of(Family.PROPAGATE, POOL, "drainQueue", DrainAdvice.class),
                Hook.of(Family.PROPAGATE, "java.util.concurrent.FutureTask", "cancel", CancelAdvice.class),
                Hook.of(Family.PROPAGATE, POOL, "addWorker", WorkerAdvice.class),
                Hook.of(
                        Family.PROPAGATE,
                        "java.util.concurrent.ScheduledThreadPoolExecutor",
                        "delayedExecute",
                        ScheduleAdvice.class),
                Hook.of(Family.PROPAGATE, "java.util.concurrent.ForkJoinPool", "createWorker", WorkerAdvice.class),
                // The application's shutdown hooks, started by whoever ends the JVM, perhaps under a context that is
                // done.
                Hook.of(Family.PROPAGATE, "java.lang.ApplicationShutdownHooks", "runHooks", WorkerAdvice.class),
                Hook.of(Family.PROPAGATE, "java.lang.ApplicationShutdownHooks", "runHooks", HooksAdvice.class),
                Hook.of(Family.PROPAGATE, REAPER, "completion", WorkerAdvice.class),
                Hook.of(Family.PROPAGATE, HTTP_CLIENT, "create", WorkerAdvice.class),
                Hook.of(Family.PROPAGATE, HTTP_CLIENT, "sendAsync", WorkerAdvice.class),
                Hook.of(Family.PROPAGATE, "java.lang.Thread", "start", StartAdvice.class),
                Hook.of(Family.PROPAGATE, "java.lang.Thread", "exit", ExitAdvice.class),
                Hook.of(Family.PROPAGATE, "java.lang.Thread", "interrupt", InterruptAdvice.class)));
        if (jdk >= 21) {
            hooks.add(Hook.of(Family.PROPAGATE, "java.lang.VirtualThread", "start", StartAdvice.class));
            hooks.add(Hook.of(Family.PROPAGATE, "java.lang.VirtualThread", "interrupt", InterruptAdvice.class));
        }
        if (jdk >= 22) {
            // Virtual threads of the JDK's own, started by the first of the application's that waits for a socket.
            hooks.add(Hook.of(Family.PROPAGATE, POLLERS, "start", WorkerAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "carries the context to the task; a periodic one has none",
                        Target.of(POOL, "execute", "reject", "remove"),
                        Target.of("java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute"),
                        Target.inApplications("`ThreadPoolExecutor`: the call of `task.run()` in its worker's loop")),
                Facts.support(
                        "lets go of the context of a task that is cancelled, or given back by `shutdownNow`",
                        Target.of(POOL, "drainQueue"),
                        Target.of("java.util.concurrent.FutureTask", "cancel")),
                Facts.support(
                        "carries the context to the thread that is started",
                        Target.of("java.lang.Thread", "start"),
                        Target.of("java.lang.VirtualThread", "start")),
                Facts.support("forgets what the thread carried", Target.of("java.lang.Thread", "exit")),
                Facts.support(
                        "a pool's own workers inherit nothing",
                        Target.of(POOL, "addWorker"),
                        Target.of("java.util.concurrent.ForkJoinPool", "createWorker"),
                        Target.of(POLLERS, "start")),
                Facts.support(
                        "the thread that reaps a process and the threads of an HTTP client work for all",
                        Target.of(REAPER, "completion"),
                        Target.of(HTTP_CLIENT, "create", "sendAsync")),
                Facts.support(
                        "the application's shutdown hooks belong to nobody",
                        Target.of("java.lang.ApplicationShutdownHooks", "runHooks")),
                Facts.support(
                        "tells the user's interrupts from the agent's",
                        Target.of("java.lang.Thread", "interrupt"),
                        Target.of("java.lang.VirtualThread", "interrupt")));
    }

    static final class SubmitAdvice {
        private SubmitAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Runnable task) {
            Tasks.submitted(task);
        }
    }

    static final class ScheduleAdvice {
        private ScheduleAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) RunnableScheduledFuture<?> task) {
            if (!task.isPeriodic()) {
                Tasks.submitted(task);
            }
        }
    }

    static final class RejectAdvice {
        private RejectAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Runnable task) {
            Tasks.withdrawn(task);
        }
    }

    static final class RemoveAdvice {
        private RemoveAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Runnable task, @Advice.Return boolean removed) {
            if (removed) {
                Tasks.withdrawn(task);
            }
        }
    }

    static final class DrainAdvice {
        private DrainAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return List<Runnable> drained) {
            Tasks.withdrawnAll(drained);
        }
    }

    static final class CancelAdvice {
        private CancelAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object task, @Advice.Return boolean cancelled) {
            if (cancelled) {
                Tasks.withdrawn(task);
            }
        }
    }

    static final class WorkerAdvice {
        private WorkerAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return Threads.makingWorker();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered) {
            if (entered) {
                Threads.madeWorker();
            }
        }
    }

    static final class HooksAdvice {
        private HooksAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            ThreadMakers.startingHooks();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            ThreadMakers.endedHooks();
        }
    }

    static final class StartAdvice {
        private StartAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Thread thread) {
            Threads.starting(thread);
        }
    }

    static final class ExitAdvice {
        private ExitAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            Threads.ending();
        }
    }

    static final class InterruptAdvice {
        private InterruptAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Thread thread) {
            return Interrupts.before(thread);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean noted, @Advice.This Thread thread) {
            if (noted) {
                Interrupts.after(thread);
            }
        }
    }
}
