package io.ctxagent.instrument.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeoutException;

/** Streams of HTTP/2 in Jetty 12.1, each an {@code HttpStreamOverHTTP2}. Members of 12.1.13. */
final class JettyStreams {

    private static final String STREAM = "org.eclipse.jetty.http2.server.internal.HttpStreamOverHTTP2";

    private static final ClassValue<MethodHandle[]> STREAMS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                Class<?> stream = Class.forName("org.eclipse.jetty.http2.HTTP2Stream", false, type.getClassLoader());
                return new MethodHandle[] {
                    Handles.field(type, "_connection"),
                    Handles.field(type, "_stream"),
                    Handles.method(stream, "onIdleTimeout", TimeoutException.class)
                            .asType(MethodType.methodType(void.class, Object.class, TimeoutException.class)),
                    Handles.field(type, "_demand")
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private JettyStreams() {}

    static boolean isOne(Object object) {
        return object.getClass().getName().equals(STREAM);
    }

    static Object connection(Object stream) throws Throwable {
        return (Object) STREAMS.get(stream.getClass())[0].invokeExact(stream);
    }

    static Object stream(Object stream) throws Throwable {
        return (Object) STREAMS.get(stream.getClass())[1].invokeExact(stream);
    }

    /** As Jetty does when nothing has come for its own idle timeout; nothing where something has come just now. */
    static void cut(Object stream) throws Throwable {
        MethodHandle[] handles = STREAMS.get(stream.getClass());
        if (!(Boolean) (Object) handles[3].invokeExact(stream)) {
            return;
        }
        Object below = (Object) handles[1].invokeExact(stream);
        handles[2].invokeExact(below, new TimeoutException("http.read-timeout"));
    }
}
