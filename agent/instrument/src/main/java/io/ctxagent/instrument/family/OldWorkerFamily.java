package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.OldWorkers;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Contexts of tasks on pool workers that were in {@code ThreadPoolExecutor.runWorker} before the agent came. That frame runs
 * its old code until the worker ends, so the rewritten call of {@code task.run()} does not exist for it; but it calls
 * {@code beforeExecute} and {@code afterExecute} by virtual dispatch for each task, {@code execute} and {@code submit}
 * alike, and those are the new ones. Not {@code getTask}: an idle worker waits in the old one of that too. Subclasses that
 * override the two get the same advice at a late attach. {@code runWorker} is the same on JDK 17 to 25.
 */
public final class OldWorkerFamily implements BlockingFamily {

    private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";
    private static final String BEFORE = "(Ljava/lang/Thread;Ljava/lang/Runnable;)V";
    private static final String AFTER = "(Ljava/lang/Runnable;Ljava/lang/Throwable;)V";

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                Hook.of(Family.PROPAGATE, POOL, "runWorker", LoopAdvice.class),
                Hook.of(Family.PROPAGATE, POOL + "$Worker", "unlock", UnlockAdvice.class),
                before(POOL),
                after(POOL));
    }

    @Override
    public List<Facts> facts() {
        return List.of(Facts.support(
                "tasks on workers from before a late attach have their context too",
                Target.of(POOL, "runWorker", "beforeExecute", "afterExecute"),
                Target.of(POOL + "$Worker", "unlock")));
    }

    /** The hooks of a class {@code type} that extends a pool's; it may have neither method. */
    public static List<Hook> ofSubclass(String type) {
        return List.of(before(type), after(type));
    }

    private static Hook before(String type) {
        return new Hook(Family.PROPAGATE, type, "beforeExecute", BEFORE, BeforeAdvice.class);
    }

    private static Hook after(String type) {
        return new Hook(Family.PROPAGATE, type, "afterExecute", AFTER, AfterAdvice.class);
    }

    static final class LoopAdvice {
        private LoopAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            OldWorkers.wovenLoop();
        }
    }

    static final class BeforeAdvice {
        private BeforeAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(1) Runnable task) {
            OldWorkers.before(task);
        }
    }

    static final class AfterAdvice {
        private AfterAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            OldWorkers.after();
        }
    }

    /** Another thread unlocks an idle worker too. */
    static final class UnlockAdvice {
        private UnlockAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("thread") Thread thread) {
            if (thread == Thread.currentThread()) {
                OldWorkers.after();
            }
        }
    }
}
