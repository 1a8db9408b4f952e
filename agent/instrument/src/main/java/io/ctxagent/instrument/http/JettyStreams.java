package io.ctxagent.instrument.http;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Streams of HTTP/2 in Jetty 12, each an {@code HttpStreamOverHTTP2}. Members of 12.0.16 and 12.1.13. */
final class JettyStreams {

    private static final String STREAM = "org.eclipse.jetty.http2.server.internal.HttpStreamOverHTTP2";

    private static final ClassValue<Stream> STREAMS = new ClassValue<>() {
        @Override
        protected Stream computeValue(Class<?> type) {
            try {
                return new Stream(type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private static final ClassValue<Channel> CHANNELS = new ClassValue<>() {
        @Override
        protected Channel computeValue(Class<?> type) {
            try {
                return new Channel(type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private JettyStreams() {}

    /** Members of a stream, and of its connection. */
    private static final class Stream {

        final MethodHandle connection;
        final MethodHandle stream;
        final MethodHandle channel;
        final MethodHandle offerTask;

        Stream(Class<?> type) throws ReflectiveOperationException {
            connection = Handles.field(type, "_connection");
            stream = Handles.field(type, "_stream");
            channel = Handles.field(type, "_httpChannel");
            Class<?> below = Class.forName("org.eclipse.jetty.http2.HTTP2Connection", false, type.getClassLoader());
            MethodHandle offers = Handles.method(below, "offerTask", Runnable.class, boolean.class);
            offerTask = offers.asType(offers.type().changeParameterType(0, Object.class));
        }
    }

    /** Members of a stream's {@code HttpChannelState}. */
    private static final class Channel {

        final MethodHandle lock;
        final MethodHandle lockIt;
        final MethodHandle whoWaits;
        final MethodHandle onIdleTimeout;

        /** What is to be done about a timeout; null where that is what {@link #onIdleTimeout} returns, as in 12.0. */
        final @Nullable MethodHandle action;

        Channel(Class<?> type) throws ReflectiveOperationException {
            lock = Handles.field(type, "_lock");
            lockIt = Handles.getter(type.getDeclaredField("_lock").getType(), "lock");
            whoWaits = Handles.field(type, "_onContentAvailable");
            MethodHandle timeout = Handles.method(type, "onIdleTimeout", TimeoutException.class);
            Class<?> answer = timeout.type().returnType();
            action = answer == Runnable.class ? null : Handles.getter(answer, "action");
            onIdleTimeout = timeout.asType(
                    timeout.type().changeParameterType(0, Object.class).changeReturnType(Object.class));
        }
    }

    static boolean isOne(Object object) {
        return object.getClass().getName().equals(STREAM);
    }

    static Object connection(Object stream) throws Throwable {
        return (Object) STREAMS.get(stream.getClass()).connection.invokeExact(stream);
    }

    static Object stream(Object stream) throws Throwable {
        return (Object) STREAMS.get(stream.getClass()).stream.invokeExact(stream);
    }

    /** As Jetty does when nothing has come for its own idle timeout; nothing where something has come just now. */
    static void cut(Object stream) throws Throwable {
        Stream members = STREAMS.get(stream.getClass());
        Runnable tells = timeOut((Object) members.channel.invokeExact(stream));
        if (tells != null) {
            Object connection = (Object) members.connection.invokeExact(stream);
            members.offerTask.invokeExact(connection, tells, true);
        }
    }

    /** What is left to do when the channel's lock is free again; null for nothing. */
    private static @Nullable Runnable timeOut(Object channel) throws Throwable {
        Channel members = CHANNELS.get(channel.getClass());
        Object lock = (Object) members.lock.invokeExact(channel);
        Object held = (Object) members.lockIt.invokeExact(lock);
        // Where nobody waits, Jetty fails the request as a whole, and no listener is told: so nothing may come in
        // between.
        try (AutoCloseable ignored = (AutoCloseable) held) {
            if ((Object) members.whoWaits.invokeExact(channel) == null) {
                return null;
            }
            TimeoutException late = new TimeoutException("http.read-timeout");
            Object task = (Object) members.onIdleTimeout.invokeExact(channel, late);
            MethodHandle action = members.action;
            return (Runnable) (action == null ? task : (Object) action.invokeExact(task));
        }
    }
}
