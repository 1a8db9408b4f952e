package io.ctxagent.context;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The right to cancel one context, and nothing else. Whoever derives a context gets its scope and closes it, best with
 * try-with-resources; callees get {@link #context()} and so cannot cancel their caller.
 *
 * {@snippet :
 * try (CancelScope scope = Context.current().withTimeout(Duration.ofSeconds(2))) {
 *     return scope.call(() -> repository.find(id));
 * }
 * }
 *
 * <p>A scope that is dropped and never closed is a leak: what hangs below it stays live until its deadline or its parent
 * ends it.
 *
 * <p>Thread-safe: any thread may cancel or close, also another than the one that derived the context.
 */
public sealed interface CancelScope extends AutoCloseable permits Scope {

    /** The context; the same object on each call. */
    Context context();

    /**
     * Labels the context where it is printed and inspected. The last call wins.
     *
     * @return this
     * @throws NullPointerException if {@code name} is null
     */
    CancelScope named(String name);

    /**
     * Cancels the context and all that was derived from it. When this returns, each of them is done. Does not wait for the
     * work to stop. Calls after the first, or after the deadline or the parent's end, do nothing.
     *
     * @return true for the one call that cancelled it
     */
    boolean cancel();

    /**
     * Cancels with a cause, which {@link Context#cause()} then gives for this context and those below it.
     *
     * @param cause null for none: the cause is then {@link Context#err()}
     * @return true for the one call that cancelled it; only its cause counts
     */
    boolean cancel(@Nullable Throwable cause);

    /** The same as {@link #cancel()}; Go's {@code defer cancel()}. */
    @Override
    void close();

    /**
     * Runs a task with the context as {@link Context#current()}. Does not cancel on return.
     *
     * @throws NullPointerException if {@code task} is null
     */
    void run(Runnable task);

    /**
     * Calls a task with the context as {@link Context#current()}. Does not cancel on return.
     *
     * @return what the task returns
     * @throws Exception what the task throws
     * @throws NullPointerException if {@code task} is null
     */
    <T> T call(Callable<T> task) throws Exception;
}
