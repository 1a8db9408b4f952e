package io.ctxagent.samples.ci;

import io.ctxagent.context.Context;

/** Whose context it works for is still to be decided: CTX207, a note, which fails nothing. */
public final class Reminders {

    private final Context later = Context.todo();

    public boolean open() {
        return !later.isDone();
    }
}
