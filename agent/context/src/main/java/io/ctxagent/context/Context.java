package io.ctxagent.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation signal, a deadline and request-scoped values, handed down from caller to callee.
 *
 * <p>Contexts form a tree. Each {@code with...} method derives a child and changes nothing in its parent: when a context is
 * done, everything derived from it is done too, and nothing above it or beside it. A context that is done stays done, with
 * the same error for ever.
 *
 * <p>The interface is sealed: users derive contexts, they do not implement them. Every method may be called from any
 * thread at any time. No method calls user code while it holds a lock. A {@code null} argument is reported by a
 * {@link NullPointerException} that names the parameter, also on a context that is done.
 *
 * <p>The rules of use stand in the description of this package.
 */
public sealed interface Context permits Layer {

    /** The root of most trees: never done, no deadline, no values. The same object on each call. */
    static Context background() {
        return Roots.BACKGROUND;
    }

    /**
     * A root like {@link #background()} for code that does not know yet which context to use. The inspector lists where it
     * is used.
     */
    static Context todo() {
        return Roots.todo();
    }

    /**
     * The context that the calling thread runs under; {@link #background()} where it runs under none. Never null. Set only
     * by {@link #run}, {@link #call}, {@link #wrap(Runnable)} and their like, so it always ends with the block.
     */
    static Context current() {
        return Ambient.current();
    }

    /**
     * A root that is cancelled when the JVM begins to shut down: SIGTERM, SIGINT, {@link System#exit} or the end of the last
     * non-daemon thread. The same object on each call; asked for during the shutdown it is done already.
     */
    static Context untilShutdown() {
        return Shutdown.context();
    }

    /**
     * Derives a context that its scope can cancel. It is done when the scope is cancelled or this is done, whichever is
     * first; where this is done already, so is the new one, with the same error and cause.
     */
    CancelScope withCancel();

    /** {@link #withTimeout(Duration, Throwable)} without a cause. */
    CancelScope withTimeout(Duration timeout);

    /**
     * Derives a context that is done, at the latest, when the time is over. Zero and less: it is done before this returns.
     * Where this context's own deadline is earlier, that one counts and no timer is started.
     *
     * @param timeout from now; a huge one is clamped
     * @param cause {@link #cause()} if it is this timeout that ends the context; null: none given
     */
    CancelScope withTimeout(Duration timeout, @Nullable Throwable cause);

    /** {@link #withDeadline(Instant, Throwable)} without a cause. */
    CancelScope withDeadline(Instant deadline);

    /**
     * Derives a context that is done, at the latest, at a point in time. One that has passed: it is done before this
     * returns. Where this context's own deadline is earlier, that one counts, no timer is started and {@code cause} is not
     * used. The point in time is turned into a distance once, here: changes of the wall clock afterwards move nothing.
     *
     * @param cause {@link #cause()} if it is this deadline that ends the context; null: none given
     */
    CancelScope withDeadline(Instant deadline, @Nullable Throwable cause);

    /**
     * Derives a context that is also done when any of {@code others} is. Error and cause are those of whichever was done
     * first; where several are done already, this one's first, then in the order of the arguments. Values come from this
     * context alone, the deadline is the earliest of all.
     *
     * @param others copied; may be empty
     */
    CancelScope withCancelFrom(Context... others);

    /**
     * Derives a context for clean-up: it keeps the values, is not cancelled by this one, even if this is done already, and
     * ends when the grace is over.
     *
     * @param grace from now, whatever this context's deadline; zero and less: done before this returns
     */
    CancelScope shield(Duration grace);

    /** Derives a context that keeps the values and is never done: no cancellation, no deadline, no error, no cause. */
    Context withoutCancel();

    /**
     * Derives a context that carries one more value. For data that belongs to a request and crosses API borders, not for
     * optional parameters.
     *
     * @param value null hides a value of the same key further up
     * @throws ClassCastException if the value is not of the key's type
     */
    <T> Context withValue(ContextKey<T> key, @Nullable T value);

    /** Whether it is done. One volatile read at any depth. */
    boolean isDone();

    /**
     * Why it is done; null while it is not. The same object on each call, which allocates nothing. When this is not null,
     * {@link #done()} is complete.
     */
    @Nullable
    ContextException err();

    /** What was given as the reason, else {@link #err()}; null while it is not done, never null afterwards. */
    @Nullable
    Throwable cause();

    /** When it will be done at the latest; empty where nothing bounds it. Calls agree with each other. */
    Optional<Instant> deadline();

    /** The time left until the deadline, zero when it is past; empty where there is no deadline. */
    Optional<Duration> remaining();

    /** The value of a key, from here or from the nearest ancestor that has one; null where there is none. */
    <T> @Nullable T value(ContextKey<T> key);

    /**
     * Throws when it is done, on every call.
     *
     * @throws ContextException a new one with the stack of this call; its cause is the one that was given, or null
     */
    void check();

    /**
     * Waits until it is done. Of a root that is never done: until the thread is interrupted.
     *
     * @throws InterruptedException if the thread is interrupted before or during the wait
     */
    void awaitDone() throws InterruptedException;

    /**
     * Waits until it is done, or until the time is over.
     *
     * @return true when it is done
     * @throws InterruptedException if the thread is interrupted before or during the wait
     */
    boolean awaitDone(Duration timeout) throws InterruptedException;

    /**
     * Completes with {@link #err()} when it is done. The same stage on each call; completing the future that it can be
     * turned into changes nothing here. Dependents that are not {@code Async} run on the thread that cancels, or on one of
     * the timer's. Of a root that is never done it is a stage that never completes.
     *
     * <p>What depends on it stays with this context until then, also when nobody waits for it any more. For many short waits
     * under one long-lived context take {@link #afterFunc(Runnable)}, and {@link AfterFunc#stop} when a wait is over.
     */
    CompletionStage<ContextException> done();

    /**
     * Runs an action once, after the context is done; at once if it is done already. Each action has a daemon thread of its
     * own (a virtual one from JDK 21 on) and runs under no context. An action that throws is logged.
     */
    AfterFunc afterFunc(Runnable action);

    /**
     * Hands an action to an executor once, after the context is done. {@code execute} is called on the thread that cancels,
     * a context's actions before those of its descendants; where it throws, that is logged.
     */
    AfterFunc afterFunc(Runnable action, Executor executor);

    /** Runs a task with this as {@link #current()}; what was current before is so again on return and on throw. */
    void run(Runnable task);

    /**
     * Calls a task with this as {@link #current()}; what was current before is so again on return and on throw.
     *
     * @throws Exception what the task throws
     */
    <T> T call(Callable<T> task) throws Exception;

    /** A task that runs {@code task} with this as {@link #current()}, on whatever thread. */
    Runnable wrap(Runnable task);

    /** A task that calls {@code task} with this as {@link #current()}, on whatever thread. */
    <T> Callable<T> wrap(Callable<T> task);

    /** An executor that runs each task under the context that was current where it was handed over. */
    static Executor propagating(Executor executor) {
        return new PropagatingExecutor(Objects.requireNonNull(executor, "executor"));
    }

    /** An executor service that runs each task under the context that was current where it was handed over. */
    static ExecutorService propagating(ExecutorService executor) {
        return new PropagatingExecutorService(Objects.requireNonNull(executor, "executor"));
    }
}
