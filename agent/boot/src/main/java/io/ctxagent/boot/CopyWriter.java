package io.ctxagent.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A step of a COPY whose row the user's code writes, in the middle of a message to the server (PostgreSQL's
 * {@code ByteStreamWriter}). That code is not the driver's: while it runs the step is laid aside, and its calls obey the context by
 * themselves. What it writes is the driver's again, and is refused under a context that is done.
 *
 * <p>A message that has begun has to be whole all the same. So what that code throws under such a context is kept until the driver
 * has filled the message up, as it does with one that is too short, and the step ends with it then. The COPY can be given
 * up after that, and the connection is good.
 */
final class CopyWriter implements InvocationHandler {

    private static final String WRITER = "org.postgresql.util.ByteStreamWriter";

    private final ThreadRecord record;
    private final Object context;
    private final String call;
    private final Object executor;
    private final boolean muted;
    private final Object own;
    private @Nullable Throwable kept;

    /**
     * Of the step that {@code record} is in.
     *
     * @param own the user's
     */
    CopyWriter(ThreadRecord record, Object context, String call, Object executor, Object own) {
        this.record = record;
        this.context = context;
        this.call = call;
        this.executor = executor;
        this.muted = record.muted;
        this.own = own;
    }

    /** What the driver gets in place of the user's. */
    Object instead() {
        try {
            return proxy(Class.forName(WRITER, false, executor.getClass().getClassLoader()), this);
        } catch (Throwable fault) {
            Family.JDBC.fault(fault);
            return own;
        }
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** By the driver. */
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        Object[] given = args;
        if (args != null && method.getName().equals("writeTo")) {
            given = new Object[] {proxy(method.getParameterTypes()[0], new Target(args[0]))};
        }
        layAside();
        try {
            return call(method, own, given);
        } catch (Exception thrown) {
            if (given == args || !isOver()) {
                throw thrown;
            }
            kept = thrown;
            return null;
        } finally {
            takeUp();
        }
    }

    private static @Nullable Object call(Method method, Object object, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(object, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Whether the step is to end because its context is done. */
    private boolean isOver() {
        return !muted && Settings.enforce && ((BooleanSupplier) context).getAsBoolean();
    }

    /** What the step ends with, of what it would end with by itself. */
    @Nullable
    Throwable exit(@Nullable Throwable thrown) {
        Throwable ending = Waits.end(record, thrown);
        Throwable cause = kept;
        if (ending != null || cause == null) {
            return ending;
        }
        JdbcSupport support = JdbcSupport.instance;
        Exception failure = support == null ? null : support.failure(context, cause);
        return failure == null ? cause : failure;
    }

    /** A cancel that is under way is waited for; the answer is for the step that reads one. */
    private void layAside() {
        Waits.end(record, null);
    }

    private void takeUp() {
        if (muted) {
            Waits.mute(record, Family.JDBC, context);
        } else {
            PostgresCalls.noted(record, context, call, executor, DriverWaits.COPY);
        }
    }

    /** Where the user's code gets the stream from. */
    private final class Target implements InvocationHandler {

        private final Object driver;

        Target(Object driver) {
            this.driver = driver;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            Object result = call(method, driver, args);
            return result instanceof OutputStream ? new Message((OutputStream) result) : result;
        }
    }

    /** What is left of the message. */
    private final class Message extends OutputStream {

        private final OutputStream driver;

        Message(OutputStream driver) {
            this.driver = driver;
        }

        @Override
        public void write(int b) throws IOException {
            boolean taken = takesUp();
            try {
                driver.write(b);
            } finally {
                if (taken) {
                    layAside();
                }
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            boolean taken = takesUp();
            try {
                driver.write(bytes, from, length);
            } finally {
                if (taken) {
                    layAside();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            driver.flush();
        }

        @Override
        public void close() throws IOException {
            driver.close();
        }

        /** Not in another thread, nor below a call that counts for what it does. */
        private boolean takesUp() throws IOException {
            if (ThreadRecord.peek() != record || record.silencesDrivers()) {
                return false;
            }
            RuntimeException cause = isOver() ? BlockedCall.contextException(context) : null;
            if (cause != null) {
                throw new ContextInterruptedIOException(cause);
            }
            takeUp();
            return true;
        }
    }
}
