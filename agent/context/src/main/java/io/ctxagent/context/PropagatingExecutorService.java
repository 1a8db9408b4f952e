package io.ctxagent.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** See {@link Context#propagating(ExecutorService)}. */
final class PropagatingExecutorService implements ExecutorService {

    private final ExecutorService executor;

    PropagatingExecutorService(ExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable command) {
        executor.execute(captured(command, "command"));
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return executor.submit(Context.current().wrap(Objects.requireNonNull(task, "task")));
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return executor.submit(captured(task, "task"), result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return executor.submit(captured(task, "task"));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return executor.invokeAll(captured(tasks));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return executor.invokeAll(captured(tasks), timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return executor.invokeAny(captured(tasks));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return executor.invokeAny(captured(tasks), timeout, unit);
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    /** The tasks as they were handed over. */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task : executor.shutdownNow()) {
            tasks.add(task instanceof WrappedRunnable wrapped ? wrapped.task() : task);
        }
        return tasks;
    }

    @Override
    public boolean isShutdown() {
        return executor.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return executor.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    /** Closes the executor, from JDK 19 on as {@code ExecutorService.close()}. */
    public void close() {
        if (executor instanceof AutoCloseable closeable) {
            closeUnchecked(closeable);
            return;
        }
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
                executor.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeUnchecked(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // ExecutorService.close() declares none
        }
    }

    private static Runnable captured(Runnable task, String name) {
        return Context.current().wrap(Objects.requireNonNull(task, name));
    }

    private static <T> List<Callable<T>> captured(Collection<? extends Callable<T>> tasks) {
        Context current = Context.current();
        List<Callable<T>> wrapped =
                new ArrayList<>(Objects.requireNonNull(tasks, "tasks").size());
        for (Callable<T> task : tasks) {
            wrapped.add(current.wrap(Objects.requireNonNull(task, "tasks")));
        }
        return wrapped;
    }
}
