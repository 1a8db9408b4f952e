package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Who made a thread. A plain thread is known by the class of its task, a pool's worker by the class of the factory that its
 * pool makes threads with, a timer by who called its constructor, which is noted when its thread starts. Thread-safe.
 */
public final class ThreadMakers {

    private static final @Nullable Class<?> TIMER = type("java.util.TimerThread");
    private static final @Nullable Class<?> WORKER = type("java.util.concurrent.ThreadPoolExecutor$Worker");
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    /** Timers that the JDK has made for itself; the threads are held weakly. */
    private static final TaskTable TIMERS_OF_THE_JDK = new TaskTable();

    /** Virtual threads that the JVM does not list; held weakly. */
    private static final TaskTable UNLISTED = new TaskTable();

    /** The application's shutdown hooks; held weakly. */
    private static final TaskTable HOOKS = new TaskTable();

    /** The thread that starts them now. */
    private static volatile @Nullable Thread startsHooks;

    /** Set once; read where a list of them would only show that there are none. */
    private static volatile boolean anyVirtual;

    /** Made when a snapshot first asks, and not when the first thread starts. */
    private static volatile @Nullable MethodHandle poolOfWorker;

    private static final boolean LISTED = listed(System.getProperty("jdk.trackAllThreads"));

    private ThreadMakers() {}

    private static @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** As {@code jdk.internal.vm.ThreadContainers} reads it: virtual threads are in its list unless that is switched off. */
    private static boolean listed(@Nullable String trackAllThreads) {
        return trackAllThreads == null || trackAllThreads.isEmpty() || Boolean.parseBoolean(trackAllThreads);
    }

    /** Before any thread starts. */
    static void starting(Thread thread, boolean virtual) {
        if (startsHooks == Thread.currentThread()) {
            HOOKS.put(thread, Boolean.TRUE);
        } else if (virtual) {
            if (!anyVirtual) {
                anyVirtual = true;
            }
            if (!LISTED) {
                UNLISTED.put(thread, Boolean.TRUE);
            }
        } else if (thread.getClass() == TIMER && isCalledByJdk(new Throwable().getStackTrace())) {
            TIMERS_OF_THE_JDK.put(thread, Boolean.TRUE);
        }
    }

    private static boolean isCalledByJdk(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (!isPlumbing(frame.getClassName())) {
                String module = frame.getModuleName();
                return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
            }
        }
        return false;
    }

    private static boolean isPlumbing(String type) {
        return type.startsWith("java.lang.Thread")
                || type.startsWith("java.util.Timer")
                || type.startsWith("io.ctxagent.boot.");
    }

    /** Before the JVM starts the application's shutdown hooks, on this thread. */
    public static void startingHooks() {
        startsHooks = Thread.currentThread();
    }

    /** When they have ended. */
    public static void endedHooks() {
        startsHooks = null;
    }

    /** Whether {@code thread} is a shutdown hook that was started. */
    public static boolean isShutdownHook(Thread thread) {
        return HOOKS.peek(thread) != null;
    }

    /** Whether a virtual thread was started since the agent came. */
    public static boolean anyVirtual() {
        return anyVirtual;
    }

    /** Virtual threads that were started and are not in the JVM's own list. */
    public static List<Thread> unlisted() {
        List<Thread> threads = new ArrayList<>();
        for (Object thread : UNLISTED.tasks()) {
            threads.add((Thread) thread);
        }
        return threads;
    }

    /** Whether the JDK made {@code thread} for itself; false where nobody can tell. */
    public static boolean isOfJdk(Thread thread) {
        if (thread.getClass() == TIMER) {
            return TIMERS_OF_THE_JDK.peek(thread) != null;
        }
        try {
            Runnable task = thread.getClass() == Thread.class ? ThreadTask.of(thread) : null;
            if (task == null) {
                return false;
            }
            ThreadFactory factory = task.getClass() == WORKER ? factory(task) : null;
            return factory == null ? !Threads.mayInherit(task) : isJdk(factory.getClass()) && !isForAll(factory);
        } catch (Throwable unknown) {
            return false;
        }
    }

    /** The class of the factory that {@code thread}'s pool makes threads with; null for a thread of no pool, and where nobody can tell. */
    public static @Nullable String factoryOf(Thread thread) {
        try {
            if (thread instanceof ForkJoinWorkerThread) {
                ForkJoinPool pool = ((ForkJoinWorkerThread) thread).getPool();
                return pool == null ? null : pool.getFactory().getClass().getName();
            }
            Runnable task = thread.getClass() == Thread.class ? ThreadTask.of(thread) : null;
            return task == null || task.getClass() != WORKER
                    ? null
                    : factory(task).getClass().getName();
        } catch (Throwable unknown) {
            return null;
        }
    }

    /** {@code this$0} of the worker, JDK 17 to 25. */
    private static ThreadFactory factory(Runnable worker) throws Throwable {
        MethodHandle pool = poolOfWorker;
        if (pool == null) {
            Class<?> type = worker.getClass();
            pool = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findGetter(type, "this$0", ThreadPoolExecutor.class)
                    .asType(MethodType.methodType(ThreadPoolExecutor.class, Runnable.class));
            poolOfWorker = pool;
        }
        return ((ThreadPoolExecutor) pool.invokeExact(worker)).getThreadFactory();
    }

    /** {@code Executors.defaultThreadFactory()}, {@code Thread.ofPlatform().factory()}: whoever wants one asks for it. */
    private static boolean isForAll(ThreadFactory factory) {
        String type = factory.getClass().getName();
        return type.startsWith("java.util.concurrent.Executors") || type.startsWith("java.lang.");
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == PLATFORM;
    }
}
