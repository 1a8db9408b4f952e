package io.ctxagent.instrument.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Streams of HTTP/2 in Tomcat 10.1 and 11, known by the buffer that a body comes to:
 * {@code org.apache.coyote.http2.Stream$StandardStreamInputBuffer}. Members of 10.1.59 and 11.0.27.
 */
final class TomcatStreams {

    private static final String HTTP2 = "org.apache.coyote.http2.";
    private static final String BUFFER = HTTP2 + "Stream$StandardStreamInputBuffer";
    private static final String ERROR_EXCEPTION = "jakarta.servlet.error.exception";

    private static final String PROCESSOR = HTTP2 + "StreamProcessor";
    private static final String PARSER = HTTP2 + "Http2Parser";
    private static final String ASYNC_PARSER = HTTP2 + "Http2AsyncParser";

    private static final int STREAM = 0;
    private static final int HANDLER = 1;
    private static final int CONNECTION = 2;
    private static final int LISTENED = 3;
    private static final int WAKE = 4;
    private static final int REQUEST = 5;
    private static final int SET_ATTRIBUTE = 6;
    private static final int ERROR = 7;
    private static final int EXECUTE = 8;

    private static final ClassValue<MethodHandle[]> BUFFERS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> stream = Class.forName(HTTP2 + "Stream", false, loader);
                Class<?> handler = Class.forName(HTTP2 + "Http2UpgradeHandler", false, loader);
                Class<?> request = Class.forName("org.apache.coyote.Request", false, loader);
                Class<?> code = Class.forName("org.apache.coyote.ActionCode", false, loader);
                MethodHandle action = Handles.method(request, "action", code, Object.class);
                return new MethodHandle[] {
                    Handles.field(type, "this$0"),
                    Handles.field(stream, "handler"),
                    Handles.field(handler, "socketWrapper"),
                    Handles.field(type, "readInterest"),
                    Handles.method(type, "notifyEof").asType(MethodType.methodType(void.class, Object.class)),
                    Handles.field(stream, "coyoteRequest"),
                    Handles.method(request, "setAttribute", String.class, Object.class)
                            .asType(MethodType.methodType(void.class, Object.class, String.class, Object.class)),
                    of(action, code, "DISPATCH_ERROR"),
                    of(action, code, "DISPATCH_EXECUTE")
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    /** Who acts for a request; empty where that cannot be asked, for a request needs no stream. */
    private static final ClassValue<MethodHandle[]> HOOKS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            return fieldOrNone(type, "hook");
        }
    };

    /** Of who acts for a request: the stream of one of HTTP/2; empty for all others. */
    private static final ClassValue<MethodHandle[]> PROCESSORS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            return type.getName().equals(PROCESSOR) ? fieldOrNone(type, "stream") : new MethodHandle[0];
        }
    };

    private static MethodHandle[] fieldOrNone(Class<?> type, String name) {
        try {
            return new MethodHandle[] {Handles.field(type, name)};
        } catch (ReflectiveOperationException e) {
            return new MethodHandle[0];
        }
    }

    private static final ClassValue<MethodHandle> ACTIVE = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                return Handles.method(type, "isActive").asType(MethodType.methodType(boolean.class, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    /** Of a parser: who it reads for, and the connection of that. */
    private static final ClassValue<MethodHandle[]> PARSERS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> handler = Class.forName(HTTP2 + "Http2UpgradeHandler", false, loader);
                return new MethodHandle[] {
                    Handles.field(Class.forName(PARSER, false, loader), "input"),
                    Handles.field(handler, "socketWrapper")
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    private TomcatStreams() {}

    /** The stream that a request of the connector's has come by; null where it has its connection for itself. */
    static @Nullable Object of(Object request) throws Throwable {
        MethodHandle[] hooks = HOOKS.get(request.getClass());
        Object hook = hooks.length == 0 ? null : (Object) hooks[0].invokeExact(request);
        MethodHandle[] handles = hook == null ? hooks : PROCESSORS.get(hook.getClass());
        return hook == null || handles.length == 0 ? null : (Object) handles[0].invokeExact(hook);
    }

    /** Of a stream: it is closed, and its request is not answered yet. */
    static boolean isReset(Object stream) throws Throwable {
        return !(boolean) ACTIVE.get(stream.getClass()).invokeExact(stream);
    }

    /** The connection that an {@code Http2Parser} reads. */
    static Object connectionOf(Object parser) throws Throwable {
        MethodHandle[] handles = PARSERS.get(parser.getClass());
        Object handler = (Object) handles[0].invokeExact(parser);
        return (Object) handles[1].invokeExact(handler);
    }

    /** {@code request.action(code, null)}. */
    private static MethodHandle of(MethodHandle action, Class<?> code, String name)
            throws ReflectiveOperationException {
        Object constant = code.getField(name).get(null);
        return java.lang.invoke.MethodHandles.insertArguments(action, 1, constant, null)
                .asType(MethodType.methodType(void.class, Object.class));
    }

    /** The connection of a stream's buffer or of a parser, or what is given where that is a connection itself. */
    static Object connectionBehind(Object connectionOrPart) throws Throwable {
        String name = connectionOrPart.getClass().getName();
        if (name.equals(BUFFER)) {
            return connection(connectionOrPart);
        }
        return name.equals(PARSER) || name.equals(ASYNC_PARSER) ? connectionOf(connectionOrPart) : connectionOrPart;
    }

    private static Object connection(Object buffer) throws Throwable {
        MethodHandle[] handles = BUFFERS.get(buffer.getClass());
        Object stream = (Object) handles[STREAM].invokeExact(buffer);
        Object handler = (Object) handles[HANDLER].invokeExact(stream);
        return (Object) handles[CONNECTION].invokeExact(handler);
    }

    /**
     * A thread that waits there finds that it was woken and nothing has come, which is Tomcat's own timeout; a listener has its
     * error by the way that its timeout for those takes.
     */
    static void cut(Object buffer) throws Throwable {
        MethodHandle[] handles = BUFFERS.get(buffer.getClass());
        if (!(Boolean) (Object) handles[LISTENED].invokeExact(buffer)) {
            handles[WAKE].invokeExact(buffer);
            return;
        }
        Object stream = (Object) handles[STREAM].invokeExact(buffer);
        Object request = (Object) handles[REQUEST].invokeExact(stream);
        Object cause = new SocketTimeoutException("http.read-timeout");
        handles[SET_ATTRIBUTE].invokeExact(request, ERROR_EXCEPTION, cause);
        handles[ERROR].invokeExact(request);
        handles[EXECUTE].invokeExact(request);
    }
}
