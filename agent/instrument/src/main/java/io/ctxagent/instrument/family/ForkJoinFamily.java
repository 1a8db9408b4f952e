package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.ForkJoins;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of tasks of ForkJoinPool, those of parallel streams among them. All that comes in from outside passes
 * {@code externalSubmit} on 17, {@code poolSubmit} or {@code externalSubmit} from 21 on; all that a task forks, {@code fork}; and
 * all that runs, {@code ForkJoinTask.doExec}, whoever runs it. From 25 on the pool schedules too
 * ({@code ScheduledForkJoinTask}, made where a task is scheduled); a periodic task has no context.
 */
public final class ForkJoinFamily implements BlockingFamily {

    private static final String POOL = "java.util.concurrent.ForkJoinPool";
    private static final String SCHEDULED = "java.util.concurrent.DelayScheduler$ScheduledForkJoinTask";
    private static final String TASK = "java.util.concurrent.ForkJoinTask";

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.of(Family.PROPAGATE, POOL, "externalSubmit", SubmitAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "fork", ForkAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "tryUnfork", UnforkAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "cancel", UnforkAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "invoke", OwnAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "quietlyInvoke", OwnAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "invokeAll", OwnAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "doExec", RunAdvice.class)));
        if (jdk >= 21) {
            hooks.add(Hook.of(Family.PROPAGATE, POOL, "poolSubmit", PoolSubmitAdvice.class));
        }
        if (jdk >= 25) {
            hooks.add(Hook.of(Family.PROPAGATE, SCHEDULED, "<init>", ScheduleAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "carries the context to the task, those of parallel streams among them",
                        Target.of(POOL, "externalSubmit"),
                        Target.of(POOL, "poolSubmit").from(21),
                        Target.of(TASK, "fork", "doExec")),
                Facts.support(
                        "carries the context to the task; a periodic one has none",
                        Target.of(SCHEDULED, "<init>")
                                .as("ForkJoinPool", "schedule")
                                .from(25)),
                Facts.support(
                        "lets go of the context of a task that is taken back or cancelled",
                        Target.of(TASK, "tryUnfork", "cancel")),
                Facts.support(
                        "a task that its caller runs itself keeps the caller's context",
                        Target.of(TASK, "invoke", "quietlyInvoke", "invokeAll")));
    }

    static final class SubmitAdvice {
        private SubmitAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(0) ForkJoinTask<?> task) {
            ForkJoins.submitted(pool, task);
        }
    }

    static final class PoolSubmitAdvice {
        private PoolSubmitAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(1) ForkJoinTask<?> task) {
            ForkJoins.submitted(pool, task);
        }
    }

    static final class ScheduleAdvice {
        private ScheduleAdvice() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This ForkJoinTask<?> task,
                @Advice.Argument(1) long period,
                @Advice.Argument(5) @Nullable ForkJoinPool pool) {
            if (period == 0 && pool != null) {
                ForkJoins.submitted(pool, task);
            }
        }
    }

    static final class ForkAdvice {
        private ForkAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This ForkJoinTask<?> task) {
            ForkJoins.forked(task);
        }
    }

    static final class UnforkAdvice {
        private UnforkAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This ForkJoinTask<?> task, @Advice.Return boolean takenBack) {
            if (takenBack) {
                ForkJoins.withdrawn(task);
            }
        }
    }

    static final class OwnAdvice {
        private OwnAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return ForkJoins.runsItself();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered) {
            if (entered) {
                ForkJoins.ranItself();
            }
        }
    }

    static final class RunAdvice {
        private RunAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This ForkJoinTask<?> task) {
            return ForkJoins.begin(task);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object frame) {
            if (frame != null) {
                ForkJoins.end(frame);
            }
        }
    }
}
