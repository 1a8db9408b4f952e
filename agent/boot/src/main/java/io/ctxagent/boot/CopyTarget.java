package io.ctxagent.boot;

import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What the user's {@code ByteStreamWriter} gets in place of the driver's {@code ByteStreamTarget}: hands out a {@link CopyMessage}. */
final class CopyTarget implements InvocationHandler {

    private final CopyStep step;
    private final Object driver;

    /** @param driver the driver's */
    CopyTarget(CopyStep step, Object driver) {
        this.step = step;
        this.driver = driver;
    }

    /** By the user's code. */
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        Object result = CopyWriter.call(method, driver, args);
        return result instanceof OutputStream ? new CopyMessage(step, (OutputStream) result) : result;
    }
}
