package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestHead;
import io.ctxagent.boot.RequestSupport;
import java.io.Closeable;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Jetty 12.1, servlet layers {@code ee10} and {@code ee11}. A request is a {@code ServletChannel}, which stands for it until it
 * is completed; a connection is an {@code org.eclipse.jetty.io.Connection}. Public methods of 12.1.13.
 */
final class JettyServer implements Server {

    private static final int REQUEST = 0;
    private static final int CONTEXT = 1;
    private static final int METHOD = 2;
    private static final int URI = 3;
    private static final int PATH = 4;
    private static final int HEADERS = 5;
    private static final int HEADER = 6;
    private static final int CLASS_LOADER = 7;
    private static final int META_DATA = 8;
    private static final int CONNECTION = 9;

    // The values are the JDK's own types: a class of Jetty's holds nothing of the agent's.

    private static final ClassValue<MethodHandle[]> CHANNELS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                ClassLoader loader = type.getClassLoader();
                Class<?> request = Class.forName("org.eclipse.jetty.server.Request", false, loader);
                Class<?> uri = Class.forName("org.eclipse.jetty.http.HttpURI", false, loader);
                Class<?> fields = Class.forName("org.eclipse.jetty.http.HttpFields", false, loader);
                Class<?> context = Class.forName("org.eclipse.jetty.server.Context", false, loader);
                Class<?> metaData = Class.forName("org.eclipse.jetty.server.ConnectionMetaData", false, loader);
                return new MethodHandle[] {
                    Handles.getter(type, "getRequest"),
                    Handles.getter(type, "getContext"),
                    Handles.getter(request, "getMethod"),
                    Handles.getter(request, "getHttpURI"),
                    Handles.getter(uri, "getPath"),
                    Handles.getter(request, "getHeaders"),
                    Handles.byName(fields, "get"),
                    Handles.getter(context, "getClassLoader"),
                    Handles.getter(type, "getConnectionMetaData"),
                    Handles.getter(metaData, "getConnection")
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private static final ClassValue<Object[]> CONNECTIONS = new ClassValue<>() {
        @Override
        protected Object[] computeValue(Class<?> type) {
            try {
                Class<?> connection = Class.forName("org.eclipse.jetty.io.Connection", false, type.getClassLoader());
                Class<?> endPoint = Class.forName("org.eclipse.jetty.io.EndPoint", false, type.getClassLoader());
                return new Object[] {
                    Handles.getter(connection, "getEndPoint"), Handles.getter(endPoint, "getTransport"), endPoint
                };
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private static final ClassValue<MethodHandle[]> PARSERS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                return new MethodHandle[] {Handles.getter(type, "isStart"), Handles.getter(type, "inHeaderState")};
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    private static final ClassValue<MethodHandle[]> HANDSHAKES = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            try {
                return new MethodHandle[] {Handles.field(type, "_handshake"), Handles.getter(type, "getSSLEngine")};
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Jetty is not as expected", e);
            }
        }
    };

    @Override
    public Object key(Object channel) {
        return channel;
    }

    @Override
    public RequestHead head(Object channel, @Nullable Object connection, @Nullable String header) throws Throwable {
        MethodHandle[] handles = CHANNELS.get(channel.getClass());
        Object request = (Object) handles[REQUEST].invokeExact(channel);
        Object method = (Object) handles[METHOD].invokeExact(request);
        Object uri = (Object) handles[URI].invokeExact(request);
        Object path = (Object) handles[PATH].invokeExact(uri);
        Object remaining = null;
        if (header != null) {
            Object headers = (Object) handles[HEADERS].invokeExact(request);
            remaining = (Object) handles[HEADER].invokeExact(headers, header);
        }
        Object metaData = (Object) handles[META_DATA].invokeExact(channel);
        Object of = (Object) handles[CONNECTION].invokeExact(metaData);
        return new RequestHead(
                (String) method,
                (String) path,
                (String) remaining,
                of == null ? null : channel(of),
                loader(handles, channel),
                of == null || !JettyHeads.isConnection(of) ? null : JettyHeads.stream(request));
    }

    private static @Nullable ClassLoader loader(MethodHandle[] handles, Object channel) throws Throwable {
        Object context = (Object) handles[CONTEXT].invokeExact(channel);
        Object loader = context == null ? null : (Object) handles[CLASS_LOADER].invokeExact(context);
        return loader != null ? (ClassLoader) loader : Thread.currentThread().getContextClassLoader();
    }

    /** Its state machine says when it is complete, in the thread that handles it as in any other. */
    @Override
    public boolean goesOn(Object channel) {
        return true;
    }

    /** Not asked: what it reads for is at hand where a parser is. */
    @Override
    public @Nullable Object connection(Object parser) {
        return null;
    }

    @Override
    public boolean isReset(Object stream) throws Throwable {
        return JettyHeads.isReset(stream);
    }

    /** Of an {@code HttpParser}, or of a connection of HTTP/2. */
    @Override
    public int reading(Object parser, @Nullable Object state) throws Throwable {
        if (JettyHeads.isHttp2(parser)) {
            return JettyHeads.reading(parser);
        }
        MethodHandle[] handles = PARSERS.get(parser.getClass());
        if ((Boolean) (Object) handles[0].invokeExact(parser)) {
            return RequestSupport.NOTHING;
        }
        return (Boolean) (Object) handles[1].invokeExact(parser) ? RequestSupport.HEAD : RequestSupport.BODY;
    }

    /** Of an {@code SslConnection}, which clients have too. */
    @Override
    public boolean shakesHands(Object connection) throws Throwable {
        MethodHandle[] handles = HANDSHAKES.get(connection.getClass());
        Object engine = (Object) handles[1].invokeExact(connection);
        Object state = (Object) handles[0].invokeExact(connection);
        String name = String.valueOf(state);
        return !((SSLEngine) engine).getUseClientMode() && (name.equals("INITIAL") || name.equals("HANDSHAKE"));
    }

    @Override
    public void cutOff(Object streamOrConnection) throws Throwable {
        if (JettyStreams.isOne(streamOrConnection)) {
            JettyStreams.cut(streamOrConnection);
        } else {
            // An end of input leaves it waiting to say goodbye by TLS.
            Object endPoint = (Object)
                    ((MethodHandle) CONNECTIONS.get(streamOrConnection.getClass())[0]).invokeExact(streamOrConnection);
            ((Closeable) endPoint).close();
        }
    }

    /** Not asked: what a server does for a request goes through its channel. */
    @Override
    public @Nullable Object keyAgain(Object raw) {
        return null;
    }

    /** Null where it is no TCP connection. */
    @Override
    public @Nullable SocketChannel channel(Object connectionOrStream) throws Throwable {
        Object connection = JettyStreams.isOne(connectionOrStream)
                ? JettyStreams.connection(connectionOrStream)
                : connectionOrStream;
        Object[] handles = CONNECTIONS.get(connection.getClass());
        Class<?> endPoint = (Class<?>) handles[2];
        Object transport = (Object) ((MethodHandle) handles[0]).invokeExact(connection);
        // Below TLS there is another end point.
        while (endPoint.isInstance(transport)) {
            transport = (Object) ((MethodHandle) handles[1]).invokeExact(transport);
        }
        return transport instanceof SocketChannel ? (SocketChannel) transport : null;
    }
}
