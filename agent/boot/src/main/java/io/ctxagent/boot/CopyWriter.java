package io.ctxagent.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What the driver gets in place of the user's {@code ByteStreamWriter}: lays its step aside while that one runs. */
final class CopyWriter implements InvocationHandler {

    private static final String WRITER = "org.postgresql.util.ByteStreamWriter";

    private final CopyStep step;
    private final Object own;

    private CopyWriter(CopyStep step, Object own) {
        this.step = step;
        this.own = own;
    }

    /**
     * One for {@code own}, the user's; that one where there can be none.
     *
     * @param driver what has the driver's classes
     */
    static Object of(CopyStep step, Object own, @Nullable ClassLoader driver) {
        try {
            return proxy(Class.forName(WRITER, false, driver), new CopyWriter(step, own));
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
            given = new Object[] {proxy(method.getParameterTypes()[0], new CopyTarget(step, args[0]))};
        }
        step.layAside();
        try {
            return call(method, own, given);
        } catch (Exception thrown) {
            if (given == args || !step.keeps(thrown)) {
                throw thrown;
            }
            return null;
        } finally {
            step.takeUp();
        }
    }

    /** As if it were called without a proxy. */
    static @Nullable Object call(Method method, Object object, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(object, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
