package io.ctxagent.context;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that belong together: the first that fails cancels the others, and nobody leaves before all have ended. Go's
 * {@code errgroup}.
 *
 * {@snippet :
 * try (TaskGroup group = TaskGroup.open(Context.current())) {
 *     Future<User> user = group.fork(() -> users.find(id));
 *     Future<Cart> cart = group.fork(() -> carts.find(id));
 *     group.join();
 *     return page(user.get(), cart.get());
 * }
 * }
 *
 * <p>Each task runs on a thread of its own, a virtual one from JDK 21 on and a daemon before, with {@link #context()} as
 * {@link Context#current()}. A task hears of the cancel through its context; no thread is interrupted.
 *
 * <p>Thread-safe; tasks may fork more tasks.
 */
public final class TaskGroup implements AutoCloseable {

    private static final ThreadFactory THREADS = Threads.factory("ctx-task-");

    private final CancelScope scope;
    private final int limit;
    private final Object lock = new Object();

    /** Tasks that wait for one of {@link #limit} places; guarded by lock. */
    private final ArrayDeque<Task<?>> queue = new ArrayDeque<>();

    /** Threads at work; guarded by lock. */
    private int running;

    /** Tasks that have been forked and have not ended. Written under lock. */
    private volatile int open;

    /** Guarded by lock. */
    private boolean joined;

    /** Whether a task was not run because the context was done; guarded by lock. */
    private boolean refused;

    /** Guarded by lock. */
    private @Nullable Throwable failure;

    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    private TaskGroup(Context parent, int limit) {
        this.scope = parent.withCancel();
        this.limit = limit;
    }

    /**
     * Opens a group whose tasks run under a child of {@code parent}, as many at once as there are.
     *
     * @throws NullPointerException if {@code parent} is null
     */
    public static TaskGroup open(Context parent) {
        return new TaskGroup(Objects.requireNonNull(parent, "parent"), Integer.MAX_VALUE);
    }

    /**
     * Opens a group that runs at most {@code limit} tasks at once. Further ones wait for their turn; {@link #fork} does not.
     *
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    public static TaskGroup open(Context parent, int limit) {
        Objects.requireNonNull(parent, "parent");
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit);
        }
        return new TaskGroup(parent, limit);
    }

    /** What the tasks run under. Done when a task has failed, when the parent is, and after {@link #join}. */
    public Context context() {
        return scope.context();
    }

    /**
     * Starts a task, or puts it in line. One that is still in line when the context is done is not run, and its future fails
     * with the {@link ContextException}; one that finds a place is run, also under a context that is done.
     *
     * @throws IllegalStateException if the group was joined or closed
     */
    public <T> Future<T> fork(Callable<T> task) {
        Task<T> forked = new Task<>(Objects.requireNonNull(task, "task"));
        synchronized (lock) {
            if (joined) {
                throw new IllegalStateException("the group has ended");
            }
            open++;
            if (running == limit) {
                queue.add(forked);
                return forked;
            }
            running++;
        }
        start(forked);
        return forked;
    }

    /**
     * Waits until all tasks have ended.
     *
     * @throws Exception the first failure (an {@link Error} is thrown as such), with the others suppressed; the
     *     {@link ContextException} where none failed but some were not run because the context was done; an
     *     {@link InterruptedException} if the thread is interrupted, which leaves the tasks running: {@link #close} ends
     *     them
     */
    public void join() throws Exception {
        if (awaitAll(true)) {
            throw new InterruptedException();
        }
        Throwable thrown;
        synchronized (lock) {
            joined = true;
            thrown = failure;
            ContextException err = scope.context().err();
            if (thrown == null && refused && err != null) {
                thrown = err.fresh();
            }
        }
        scope.cancel();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw thrown instanceof Exception exception ? exception : new ExecutionException(thrown);
        }
    }

    /** Cancels the tasks that still run and waits until they have ended, even if interrupted. */
    @Override
    public void close() {
        synchronized (lock) {
            joined = true;
        }
        scope.cancel();
        if (awaitAll(false)) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Task<?> first) {
        try {
            THREADS.newThread(() -> work(first)).start();
        } catch (Throwable noThread) {
            ended();
            leave();
            throw noThread;
        }
    }

    private void work(Task<?> first) {
        Task<?> task = first;
        while (task != null) {
            try {
                scope.context().run(task);
            } finally {
                ended();
            }
            task = leaveOrTakeNext();
        }
    }

    private @Nullable Task<?> leaveOrTakeNext() {
        ContextException err = scope.context().err();
        while (true) {
            Task<?> next;
            synchronized (lock) {
                next = queue.poll();
                if (next == null) {
                    running--;
                    return null;
                }
                refused |= err != null;
            }
            if (err == null) {
                return next;
            }
            next.refuse(err);
            ended();
        }
    }

    private void leave() {
        Task<?> next = leaveOrTakeNext();
        if (next != null) {
            start(next);
        }
    }

    private void ended() {
        synchronized (lock) {
            open--;
        }
        if (open == 0) {
            waiting.forEach(LockSupport::unpark);
        }
    }

    private void failed(Throwable thrown) {
        synchronized (lock) {
            if (failure == null) {
                failure = thrown;
            } else if (failure != thrown) {
                failure.addSuppressed(thrown);
                return;
            }
        }
        scope.cancel(thrown);
    }

    /** Whether it was interrupted; parks by itself for the reason that {@link Waiter} gives. */
    private boolean awaitAll(boolean interruptibly) {
        Thread thread = Thread.currentThread();
        boolean interrupted = false;
        waiting.add(thread);
        try {
            while (open > 0) {
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (interruptibly) {
                        return true;
                    }
                }
                LockSupport.park(this);
            }
        } finally {
            waiting.remove(thread);
        }
        return interrupted || (interruptibly && Thread.interrupted());
    }

    private final class Task<T> extends FutureTask<T> {

        Task(Callable<T> task) {
            super(task);
        }

        void refuse(ContextException err) {
            super.setException(err.fresh());
        }

        @Override
        protected void setException(Throwable thrown) {
            failed(thrown);
            super.setException(thrown);
        }
    }
}
