package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestSupport;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Connections of HTTP/2 in Jetty 12.1: what their parser is in the middle of, and which stream a request has come by. Members of
 * 12.1.13.
 */
final class JettyHeads {

    private static final String HTTP2 = "org.eclipse.jetty.http2.";
    private static final String SERVER = HTTP2 + "server.internal.HTTP2ServerConnection";
    private static final String STATE = "org.eclipse.jetty.server.internal.HttpChannelState$ChannelRequest";

    // Frame types of RFC 9113.
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;

    private static final int SESSION = 0;
    private static final int PARSER = 1;
    private static final int BEGUN = 2;
    private static final int FRAME = 3;
    private static final int CONTINUED = 4;
    private static final int TYPE = 5;

    private static final ClassValue<Boolean> SERVERS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isA(type, SERVER);
        }
    };

    private static final ClassValue<Boolean> ALL = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isA(type, HTTP2 + "HTTP2Connection");
        }
    };

    private static final ClassValue<MethodHandle[]> CONNECTIONS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> session = Class.forName(HTTP2 + "HTTP2Session", false, loader);
                Class<?> parser = Class.forName(HTTP2 + "parser.Parser", false, loader);
                Class<?> server = Class.forName(HTTP2 + "parser.ServerParser", false, loader);
                return new MethodHandle[] {
                    Handles.getter(type, "getSession"),
                    Handles.getter(session, "getParser"),
                    Handles.field(server, "state"),
                    Handles.field(parser, "state"),
                    Handles.field(parser, "continuation"),
                    Handles.method(parser, "getFrameType").asType(MethodType.methodType(int.class, Object.class))
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private static final ClassValue<Object[]> REQUESTS = new ClassValue<>() {
        @Override
        protected Object[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> request = Class.forName("org.eclipse.jetty.server.Request", false, loader);
                Class<?> below = Class.forName(STATE, false, loader);
                Class<?> wrapper = Class.forName("org.eclipse.jetty.server.HttpStream$Wrapper", false, loader);
                return new Object[] {
                    Handles.method(request, "as", request, Class.class)
                            .asType(MethodType.methodType(Object.class, Object.class, Class.class)),
                    below,
                    Handles.method(below, "getHttpStream").asType(MethodType.methodType(Object.class, Object.class)),
                    wrapper,
                    Handles.getter(wrapper, "getWrapped")
                };
            } catch (ReflectiveOperationException e) {
                return new Object[0]; // a request needs no stream
            }
        }
    };

    private static final ClassValue<MethodHandle> RESETS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                return Handles.getter(type, "isReset");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private JettyHeads() {}

    private static boolean isA(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a connection of HTTP/2 of a server's. */
    static boolean isConnection(Object object) {
        return SERVERS.get(object.getClass());
    }

    /** Whether it is a connection of HTTP/2 at all. */
    static boolean isHttp2(Object object) {
        return ALL.get(object.getClass());
    }

    /** A head is what comes before the frames of requests, too; a client's connection is nothing of ours. */
    static int reading(Object connection) throws Throwable {
        if (!isConnection(connection)) {
            return RequestSupport.BODY;
        }
        MethodHandle[] handles = CONNECTIONS.get(connection.getClass());
        Object session = (Object) handles[SESSION].invokeExact(connection);
        Object parser = (Object) handles[PARSER].invokeExact(session);
        Object begun = (Object) handles[BEGUN].invokeExact(parser);
        if (!String.valueOf(begun).equals("FRAMES") || (Boolean) (Object) handles[CONTINUED].invokeExact(parser)) {
            return RequestSupport.HEAD;
        }
        Object frame = (Object) handles[FRAME].invokeExact(parser);
        if (!String.valueOf(frame).equals("BODY")) {
            return RequestSupport.NOTHING;
        }
        int type = (int) handles[TYPE].invokeExact(parser);
        return type == HEADERS || type == CONTINUATION ? RequestSupport.HEAD : RequestSupport.NOTHING;
    }

    /** The {@code HTTP2Stream} of a request of such a connection; null where it is wrapped in something unknown. */
    static @Nullable Object stream(Object request) throws Throwable {
        Object[] handles = REQUESTS.get(request.getClass());
        if (handles.length == 0) {
            return null;
        }
        Object below = (Object) ((MethodHandle) handles[0]).invokeExact(request, (Class<?>) handles[1]);
        Object stream = below == null ? null : (Object) ((MethodHandle) handles[2]).invokeExact(below);
        // A context puts one around it to be told of the end.
        Class<?> wrapper = (Class<?>) handles[3];
        while (wrapper.isInstance(stream)) {
            stream = (Object) ((MethodHandle) handles[4]).invokeExact(stream);
        }
        return stream == null || !JettyStreams.isOne(stream) ? null : JettyStreams.stream(stream);
    }

    static boolean isReset(Object stream) throws Throwable {
        return (Boolean) (Object) RESETS.get(stream.getClass()).invokeExact(stream);
    }
}
