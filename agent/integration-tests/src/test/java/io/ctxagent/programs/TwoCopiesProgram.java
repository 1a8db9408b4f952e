package io.ctxagent.programs;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Two copies of the API in class loaders of their own, as two web applications have: {@code <path of the API>}. Each has a
 * context with a thread in it before an agent comes. Prints {@code READY}; at the first byte the threads go on to block and
 * {@code BLOCKED} is printed, at the second both contexts are cancelled. Then for each copy {@code name: what it was ended by,
 * in a task of a pool, in a thread}.
 */
public final class TwoCopiesProgram {

    private static final CountDownLatch AGENT = new CountDownLatch(1);

    private TwoCopiesProgram() {}

    public static void main(String[] args) throws Exception {
        List<Copy> copies = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            copies.add(new Copy(name, Path.of(args[0]).toUri().toURL()));
        }
        System.out.println("READY");
        System.in.read();
        AGENT.countDown();
        for (Copy copy : copies) {
            Still.await(copy.thread, "LinkedBlockingQueue.take");
        }
        System.out.println("BLOCKED");
        System.in.read();
        for (Copy copy : copies) {
            copy.cancel();
        }
        for (Copy copy : copies) {
            System.out.println(copy.name + ": " + copy.told());
        }
        System.exit(0);
    }

    /** One of them; its types are not those of this class. */
    private static final class Copy {
        private final String name;
        private final Class<?> api;
        private final Object scope;
        private final Object background;
        private final FutureTask<String> task = new FutureTask<>(this::work);
        final Thread thread;

        Copy(String name, URL jar) throws ReflectiveOperationException {
            this.name = name;
            URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
            api = loader.loadClass("io.ctxagent.context.Context");
            background = api.getMethod("background").invoke(null);
            Object made = api.getMethod("withCancel").invoke(background);
            scope = method("named", String.class).invoke(made, name);
            Object context = method("context").invoke(scope);
            Method run = api.getMethod("run", Runnable.class);
            thread = Cases.daemon(() -> run.invoke(context, task));
            thread.setName(name);
        }

        private Method method(String name, Class<?>... parameters) throws ReflectiveOperationException {
            return api.getClassLoader()
                    .loadClass("io.ctxagent.context.CancelScope")
                    .getMethod(name, parameters);
        }

        private String work() throws Exception {
            AGENT.await();
            String handedOver;
            try {
                Callable<Boolean> current = () -> api.getMethod("current").invoke(null) != background;
                boolean inPool = Executors.newSingleThreadExecutor(Cases::daemonThread)
                        .submit(current)
                        .get();
                FutureTask<Boolean> started = new FutureTask<>(current);
                Cases.daemonThread(started).start();
                handedOver = inPool + ", " + started.get();
            } catch (ExecutionException e) {
                handedOver = e.toString();
            }
            try {
                return "got " + new LinkedBlockingQueue<Integer>().take();
            } catch (InterruptedException e) {
                Throwable cause = e.getCause();
                boolean own = cause != null && cause.getClass().getClassLoader() == api.getClassLoader();
                return (own ? cause.getClass().getSimpleName() : "an interrupt") + ", " + handedOver;
            }
        }

        void cancel() throws ReflectiveOperationException {
            method("cancel").invoke(scope);
        }

        /** What its thread tells; it has to be over soon. */
        String told() throws Exception {
            thread.join(3_000);
            return task.isDone() ? task.get() : "still blocked";
        }
    }
}
