package io.ctxagent.instrument;

import io.ctxagent.boot.GrpcSupport;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * gRPC for the bridge, by its public methods (read in 1.83). Nothing of it is kept: an application must be able to go.
 */
public final class GrpcReflection extends GrpcSupport {

    private static final String CONTEXT = "io.grpc.Context";

    /** A class that is transformed at this moment must not bring it back. */
    private static boolean withdrawn;

    private GrpcReflection() {}

    /** Gives the bridge one, with the first class of gRPC's. */
    static synchronized void provide() {
        if (GrpcSupport.instance == null && !withdrawn) {
            GrpcSupport.instance = new GrpcReflection();
        }
    }

    /** Takes it back. */
    static synchronized void withdraw() {
        withdrawn = true;
        if (GrpcSupport.instance instanceof GrpcReflection) {
            GrpcSupport.instance = null;
        }
    }

    @Override
    public @Nullable Long remainingNanos(Object context) throws Exception {
        return remaining(call(context, "getDeadline"));
    }

    private static @Nullable Long remaining(@Nullable Object deadline) throws Exception {
        return deadline == null
                ? null
                : (Long) invoke(deadline, "timeRemaining", new Class<?>[] {TimeUnit.class}, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isCancelled(Object context) throws Exception {
        return Boolean.TRUE.equals(call(context, "isCancelled"));
    }

    @Override
    public void cancel(Object cancellable, @Nullable Throwable cause) throws Exception {
        invoke(cancellable, "cancel", new Class<?>[] {Throwable.class}, cause);
    }

    @Override
    public Object derive(Object channel) throws Exception {
        ClassLoader loader = channel.getClass().getClassLoader();
        Object current =
                Class.forName(CONTEXT, false, loader).getMethod("current").invoke(null);
        return some(call(some(current), "withCancellation"));
    }

    @Override
    public Object attach(Object context) throws Exception {
        return some(call(context, "attach"));
    }

    @Override
    public void detach(Object context, Object previous) throws Exception {
        Class<?> type = Class.forName(CONTEXT, false, context.getClass().getClassLoader());
        invoke(context, "detach", new Class<?>[] {type}, previous);
    }

    @Override
    public Object bounded(Object options, long remainingNanos) throws Exception {
        Long theirs = remaining(call(options, "getDeadline"));
        if (theirs != null && theirs <= remainingNanos) {
            return options;
        }
        Class<?>[] types = {long.class, TimeUnit.class};
        return some(invoke(options, "withDeadlineAfter", types, remainingNanos, TimeUnit.NANOSECONDS));
    }

    private static @Nullable Object call(Object on, String method) throws Exception {
        return invoke(on, method, new Class<?>[0]);
    }

    private static @Nullable Object invoke(Object on, String method, Class<?>[] types, @Nullable Object... arguments)
            throws Exception {
        try {
            return on.getClass().getMethod(method, types).invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    private static Object some(@Nullable Object object) {
        if (object == null) {
            throw new IllegalStateException("gRPC gave nothing");
        }
        return object;
    }
}
