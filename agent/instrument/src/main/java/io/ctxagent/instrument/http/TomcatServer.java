package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestHead;
import io.ctxagent.boot.RequestSupport;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat 10.1 and 11. A request is an {@code org.apache.catalina.connector.Request}, which stands for itself until it is
 * recycled; a connection is an {@code org.apache.tomcat.util.net.SocketWrapperBase}. Public methods of 10.1.59 and 11.0.27.
 */
final class TomcatServer implements Server {

    private static final int METHOD = 0;
    private static final int PATH = 1;
    private static final int HEADER = 2;
    private static final int ASYNC = 3;
    private static final int CONTEXT = 4;
    private static final int LOADER = 5;
    private static final int CLASS_LOADER = 6;
    private static final int BELOW = 7;

    /** {@code CoyoteAdapter.ADAPTER_NOTES}. */
    private static final int ADAPTER_NOTES = 1;

    private static final String CATALINA = "org.apache.catalina.";
    private static final String NIO_CHANNEL = "org.apache.tomcat.util.net.NioChannel";

    // The values are the JDK's own types: a class of Tomcat's holds nothing of the agent's.

    private static final ClassValue<MethodHandle[]> REQUESTS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> context = Class.forName(CATALINA + "Context", false, loader);
                Class<?> of = Class.forName(CATALINA + "Loader", false, loader);
                return new MethodHandle[] {
                    Handles.getter(type, "getMethod"),
                    Handles.getter(type, "getRequestURI"),
                    Handles.byName(type, "getHeader"),
                    Handles.getter(type, "isAsync"),
                    Handles.getter(type, "getContext"),
                    Handles.getter(context, "getLoader"),
                    Handles.getter(of, "getClassLoader"),
                    Handles.getter(type, "getCoyoteRequest")
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    private static final ClassValue<MethodHandle[]> CONNECTIONS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                Class<?> channel = Class.forName(NIO_CHANNEL, false, type.getClassLoader());
                return new MethodHandle[] {Handles.getter(type, "getSocket"), Handles.getter(channel, "getIOChannel")};
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    private static final ClassValue<MethodHandle> NOTES = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            try {
                return Handles.byNumber(type, "getNote");
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    private static final ClassValue<MethodHandle[]> PROCESSORS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                return new MethodHandle[] {Handles.getter(type, "isAsync")};
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Tomcat is not as expected", e);
            }
        }
    };

    @Override
    public Object key(Object request) {
        return request;
    }

    /** Of a request of the connector's, which holds the servlet's in a note. */
    @Override
    public @Nullable Object keyAgain(Object raw) throws Throwable {
        return (Object) NOTES.get(raw.getClass()).invokeExact(raw, ADAPTER_NOTES);
    }

    @Override
    public RequestHead head(Object request, @Nullable Object connection, @Nullable String header) throws Throwable {
        MethodHandle[] handles = REQUESTS.get(request.getClass());
        Object method = (Object) handles[METHOD].invokeExact(request);
        Object path = (Object) handles[PATH].invokeExact(request);
        Object remaining = header == null ? null : (Object) handles[HEADER].invokeExact(request, header);
        return new RequestHead(
                (String) method,
                (String) path,
                (String) remaining,
                connection == null ? null : channel(connection),
                loader(handles, request),
                TomcatStreams.of((Object) handles[BELOW].invokeExact(request)));
    }

    private static @Nullable ClassLoader loader(MethodHandle[] handles, Object request) throws Throwable {
        Object context = (Object) handles[CONTEXT].invokeExact(request);
        if (context == null) {
            return null;
        }
        Object loader = (Object) handles[LOADER].invokeExact(context);
        if (loader == null) {
            return context.getClass().getClassLoader();
        }
        return (ClassLoader) (Object) handles[CLASS_LOADER].invokeExact(loader);
    }

    @Override
    public boolean goesOn(Object request) throws Throwable {
        Object async = (Object) REQUESTS.get(request.getClass())[ASYNC].invokeExact(request);
        return (Boolean) async;
    }

    /**
     * Of an {@code Http11Processor} and the {@code SocketState} that its {@code service} has returned: {@code LONG} is a head that
     * has begun, or a request that went asynchronous.
     */
    @Override
    public int reading(Object processor, @Nullable Object state) throws Throwable {
        if (!"LONG".equals(String.valueOf(state))) {
            return RequestSupport.NOTHING;
        }
        Object async = (Object) PROCESSORS.get(processor.getClass())[0].invokeExact(processor);
        return (Boolean) async ? RequestSupport.BODY : RequestSupport.HEAD;
    }

    @Override
    public @Nullable Object connection(Object parser) throws Throwable {
        return TomcatStreams.connectionOf(parser);
    }

    @Override
    public boolean isReset(Object stream) throws Throwable {
        return TomcatStreams.isReset(stream);
    }

    /** Not asked: the hook of its handshakes is told. */
    @Override
    public boolean shakesHands(Object connection) {
        return false;
    }

    @Override
    public void cutOff(Object stream) throws Throwable {
        TomcatStreams.cut(stream);
    }

    /** Null for the connectors that are not NIO, and for a connection that is closed. */
    @Override
    public @Nullable SocketChannel channel(Object connectionOrPart) throws Throwable {
        Object connection = TomcatStreams.connectionBehind(connectionOrPart);
        MethodHandle[] handles = CONNECTIONS.get(connection.getClass());
        Object socket = (Object) handles[0].invokeExact(connection);
        if (socket == null || !isNio(socket)) {
            return null;
        }
        Object channel = (Object) handles[1].invokeExact(socket);
        return channel instanceof SocketChannel ? (SocketChannel) channel : null;
    }

    private static boolean isNio(Object socket) {
        for (Class<?> type = socket.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(NIO_CHANNEL)) {
                return true;
            }
        }
        return false;
    }
}
