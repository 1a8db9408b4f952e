package io.ctxagent.context;

import java.util.Objects;
import java.util.concurrent.Executor;

/** See {@link Context#propagating(Executor)}. */
record PropagatingExecutor(Executor executor) implements Executor {

    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        executor.execute(Context.current().wrap(command));
    }
}
