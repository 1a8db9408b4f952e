package io.ctxagent.recorder;

import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live thread as one look saw it.
 *
 * @param context what it runs under
 * @param origin what it was started under
 * @param starter what it was started under, whether or not it has inherited that; noted only while tests run
 * @param startedAt the stack of whoever started it then; empty otherwise
 * @param stack empty where it was not read
 * @param ends null where no call of it was ever ended
 * @param loss null where it does not run a task that lost its context
 */
record SeenThread(
        Thread thread,
        long id,
        String name,
        boolean virtual,
        boolean daemon,
        Thread.State state,
        @Nullable SeenContext context,
        @Nullable SeenContext origin,
        @Nullable SeenContext starter,
        StackTraceElement[] startedAt,
        ThreadRole role,
        @Nullable SeenCall call,
        StackReading stack,
        @Nullable SeenEnds ends,
        @Nullable SeenLoss loss) {

    @Nullable
    String site() {
        StackTraceElement top = stack.top();
        return top == null ? null : FrameNames.site(top);
    }

    ThreadInfo info(long nowNanos, boolean stacks) {
        List<String> lines = new ArrayList<>();
        if (stacks && (stack.isRead() || context != null)) {
            for (StackTraceElement frame : stack.frames()) {
                lines.add(frame.toString());
            }
        }
        return new ThreadInfo(
                id,
                name,
                virtual,
                daemon,
                state.name(),
                context == null ? null : context.id(),
                role.text(),
                call == null ? null : call.info(nowNanos),
                stack.isRead() ? site() : null,
                lines);
    }
}
