package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Tasks;
import io.ctxagent.boot.Timers;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;

/**
 * Contexts of one-shot tasks of {@code java.util.Timer}. {@code TimerThread.mainLoop} runs for the life of a timer and is left
 * as it is; what it calls for each task, {@code TaskQueue.removeMin} before a one-shot task runs and {@code isEmpty} after
 * it, is the same on JDK 17 to 25. A periodic task is not removed, and has no context.
 */
public final class TimerFamily implements BlockingFamily {

    private static final String TIMER = "java.util.Timer";
    private static final String QUEUE = "java.util.TaskQueue";
    private static final String TASK = "java.util.TimerTask";

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of(
                Hook.of(Family.PROPAGATE, TIMER, "sched", ScheduleAdvice.class),
                Hook.of(Family.PROPAGATE, QUEUE, "removeMin", TakeAdvice.class),
                Hook.of(Family.PROPAGATE, QUEUE, "isEmpty", NextAdvice.class),
                Hook.of(Family.PROPAGATE, TASK, "cancel", CancelAdvice.class));
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "carries the context to the task; a periodic one has none",
                        Target.of(TIMER, "sched").as("Timer", "schedule"),
                        Target.of(QUEUE, "removeMin", "isEmpty")),
                Facts.support("lets go of the context of a task that is cancelled", Target.of(TASK, "cancel")));
    }

    static final class ScheduleAdvice {
        private ScheduleAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) TimerTask task, @Advice.Argument(2) long period) {
            Timers.scheduled(task, period);
        }
    }

    static final class TakeAdvice {
        private TakeAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("queue") TimerTask[] queue) {
            Timers.taking(queue[1]);
        }
    }

    static final class NextAdvice {
        private NextAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            Timers.next();
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
}
