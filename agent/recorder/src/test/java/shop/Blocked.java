package shop;

import java.util.concurrent.Callable;

/** A thread of an application's that is, or soon will be, in a blocking call. */
public final class Blocked implements AutoCloseable {

    private final Thread thread;
    private final AutoCloseable release;

    private Blocked(Thread thread, AutoCloseable release) {
        this.thread = thread;
        this.release = release;
    }

    public static Blocked in(Callable<?> call) {
        return in(call, () -> {});
    }

    /**
     * @param release what ends a call that an interrupt does not
     */
    public static Blocked in(Callable<?> call, AutoCloseable release) {
        Thread thread = new Thread(() -> perform(call), "blocked");
        thread.setDaemon(true);
        thread.start();
        return new Blocked(thread, release);
    }

    /** The same on a virtual thread; only on JDK 21 and later. */
    public static Blocked virtuallyIn(Callable<?> call) throws ReflectiveOperationException {
        Runnable task = () -> perform(call);
        Thread thread = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        return new Blocked(thread, () -> {});
    }

    /** The frame that the tests look for. */
    private static void perform(Callable<?> call) {
        try {
            call.call();
        } catch (Exception e) {
            Thread.currentThread().interrupt();
        }
    }

    public Thread thread() {
        return thread;
    }

    @Override
    public void close() throws Exception {
        release.close();
        while (thread.isAlive()) {
            thread.interrupt();
            thread.join(10);
        }
    }
}
