package io.ctxagent.instrument.callsite;

import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Points {@code task.run()} in {@code ThreadPoolExecutor.runWorker} at {@code Tasks.run(task)}: the one place that all
 * tasks of a pool pass, between its {@code beforeExecute} and {@code afterExecute}. JDK 17 to 25.
 */
public final class TaskRuns extends CallRedirection {

    private static final StandIn RUN = new StandIn("io/ctxagent/boot/Tasks", "run", "(Ljava/lang/Runnable;)V");

    public TaskRuns() {
        super(0);
    }

    @Override
    @Nullable
    StandIn standIn(int opcode, String owner, String name, String descriptor) {
        boolean run = opcode == Opcodes.INVOKEINTERFACE && owner.equals("java/lang/Runnable") && name.equals("run");
        return run ? RUN : null;
    }
}
