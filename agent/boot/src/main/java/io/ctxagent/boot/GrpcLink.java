package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CancellableContext} of gRPC's and the context of ours that it goes with. Either was made for the other: the one that
 * was made is held by the other and never the other way round, so both go when nobody uses the first any more. Thread-safe.
 */
final class GrpcLink implements Runnable {

    private final Port port;
    private final WeakReference<Object> grpc;

    /** Of the context that was made for gRPC's; null where gRPC's was made for ours. */
    private final @Nullable Object scope;

    /** Strong only where it was made for gRPC's. */
    private final @Nullable Object made;

    private final WeakReference<Object> ours;
    private volatile @Nullable Runnable forget;

    private GrpcLink(Port port, Object grpc, @Nullable Object scope, Object ours) {
        this.port = port;
        this.grpc = new WeakReference<>(grpc);
        this.scope = scope;
        this.made = scope == null ? null : ours;
        this.ours = new WeakReference<>(ours);
    }

    /** Of gRPC's context and the scope that was made for it. */
    static @Nullable GrpcLink toScope(Port port, Object grpc, Object scope) {
        Object context = port.context(scope);
        return context == null ? null : new GrpcLink(port, grpc, scope, context);
    }

    /** Of our context and gRPC's that was made for it. */
    static GrpcLink toContext(Port port, Object grpc, Object context) {
        return new GrpcLink(port, grpc, null, context);
    }

    /** Our context; null when it is gone. */
    @Nullable
    Object context() {
        return made != null ? made : ours.get();
    }

    /** From now on the end of our context ends gRPC's. */
    void follow() {
        Object context = context();
        if (context != null) {
            forget = port.onDone(context, this);
        }
    }

    /** Our context is done. */
    @Override
    public void run() {
        Object cancellable = grpc.get();
        Object context = context();
        GrpcSupport support = GrpcSupport.instance;
        if (cancellable == null || context == null || support == null || !Settings.enforce) {
            return;
        }
        try {
            support.cancel(cancellable, cause(context));
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
        }
    }

    /** gRPC takes a TimeoutException for a deadline, and anything else for a cancel. */
    private @Nullable Throwable cause(Object context) {
        RuntimeException error = port.error(context);
        if (!port.timedOut(context)) {
            return error;
        }
        TimeoutException timeout = new TimeoutException(error == null ? null : error.getMessage());
        timeout.initCause(error);
        return timeout;
    }

    /** gRPC's context is cancelled, so ours is; a deadline that has passed ends ours by itself, as what it is. */
    void endOurs(@Nullable Throwable cause) throws Exception {
        Runnable registered = forget;
        if (registered != null) {
            registered.run();
        }
        if (scope == null || passes(cause)) {
            return;
        }
        port.end(scope, cause);
    }

    private boolean passes(@Nullable Throwable cause) throws Exception {
        Object cancellable = grpc.get();
        GrpcSupport support = GrpcSupport.instance;
        if (!(cause instanceof TimeoutException) || cancellable == null || support == null) {
            return false;
        }
        Long left = support.remainingNanos(cancellable);
        return left != null && left <= 0;
    }

    /** gRPC's context is gone: nobody can wait for ours either. */
    void drop() {
        Runnable registered = forget;
        if (registered != null) {
            registered.run();
        }
        Object context = made;
        if (scope != null && context != null && !((BooleanSupplier) context).getAsBoolean()) {
            port.end(scope, null);
        }
    }
}
