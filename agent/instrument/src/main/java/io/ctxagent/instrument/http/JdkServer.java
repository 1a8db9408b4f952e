package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestHead;
import io.ctxagent.boot.RequestSupport;
import java.lang.invoke.MethodHandle;
import java.net.URI;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * {@code com.sun.net.httpserver}. A request is an {@code HttpExchange}; what stands for it is its {@code HttpConnection}, which
 * has one at a time. Fields as on JDK 17 to 25; the agent opens {@code sun.net.httpserver} first.
 */
final class JdkServer implements Server {

    private static final MethodHandle METHOD;
    private static final MethodHandle URI_OF;
    private static final MethodHandle HEADERS;
    private static final MethodHandle FIRST;
    private static final MethodHandle CONTEXT;
    private static final MethodHandle HANDLER;
    private static final MethodHandle PLAIN;
    private static final MethodHandle SECURE;
    private static final MethodHandle CONNECTION;
    private static final MethodHandle WRITTEN;
    private static final MethodHandle CLOSED;
    private static final MethodHandle CHANNEL;
    private static final Class<?> PLAIN_TYPE;

    static {
        try {
            Class<?> exchange = type("com.sun.net.httpserver.HttpExchange");
            METHOD = Handles.getter(exchange, "getRequestMethod");
            URI_OF = Handles.getter(exchange, "getRequestURI");
            HEADERS = Handles.getter(exchange, "getRequestHeaders");
            FIRST = Handles.byName(type("com.sun.net.httpserver.Headers"), "getFirst");
            CONTEXT = Handles.getter(exchange, "getHttpContext");
            HANDLER = Handles.getter(type("com.sun.net.httpserver.HttpContext"), "getHandler");
            PLAIN_TYPE = type("sun.net.httpserver.HttpExchangeImpl");
            PLAIN = Handles.field(PLAIN_TYPE, "impl");
            SECURE = Handles.field(type("sun.net.httpserver.HttpsExchangeImpl"), "impl");
            Class<?> implementation = type("sun.net.httpserver.ExchangeImpl");
            CONNECTION = Handles.field(implementation, "connection");
            WRITTEN = Handles.flag(implementation, "writefinished");
            CLOSED = Handles.flag(implementation, "closed");
            CHANNEL = Handles.field(type("sun.net.httpserver.HttpConnection"), "chan");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, ClassLoader.getPlatformClassLoader());
    }

    private static Object implementation(Object exchange) throws Throwable {
        return PLAIN_TYPE.isInstance(exchange)
                ? (Object) PLAIN.invokeExact(exchange)
                : (Object) SECURE.invokeExact(exchange);
    }

    @Override
    public Object key(Object exchange) throws Throwable {
        Object implementation = implementation(exchange);
        return (Object) CONNECTION.invokeExact(implementation);
    }

    @Override
    public RequestHead head(Object exchange, @Nullable Object connection, @Nullable String header) throws Throwable {
        Object method = (Object) METHOD.invokeExact(exchange);
        Object uri = (Object) URI_OF.invokeExact(exchange);
        Object remaining = null;
        if (header != null) {
            Object headers = (Object) HEADERS.invokeExact(exchange);
            remaining = (Object) FIRST.invokeExact(headers, header);
        }
        Object context = (Object) CONTEXT.invokeExact(exchange);
        Object handler = (Object) HANDLER.invokeExact(context);
        ClassLoader loader = handler == null ? null : handler.getClass().getClassLoader();
        return new RequestHead(
                (String) method, ((URI) uri).getRawPath(), (String) remaining, channel(key(exchange)), loader, null);
    }

    /** Whether the answer is still to be written, or the exchange to be closed. */
    @Override
    public boolean goesOn(Object exchange) throws Throwable {
        Object implementation = implementation(exchange);
        boolean written = (boolean) WRITTEN.invokeExact(implementation);
        boolean closed = (boolean) CLOSED.invokeExact(implementation);
        return !(written || closed);
    }

    /** Not asked: it speaks HTTP/1 alone. */
    @Override
    public @Nullable Object connection(Object parser) {
        return null;
    }

    /** Not asked: it speaks HTTP/1 alone. */
    @Override
    public boolean isReset(Object stream) {
        return false;
    }

    /** Not asked: a handshake is read as a head is. */
    @Override
    public boolean shakesHands(Object connection) {
        return false;
    }

    /** Not asked: it speaks HTTP/1 alone. */
    @Override
    public void cutOff(Object stream) {
        throw new UnsupportedOperationException();
    }

    /** Not asked: who answers later does so by the exchange. */
    @Override
    public @Nullable Object keyAgain(Object raw) {
        return null;
    }

    /** Not asked: this one reads all on the thread that handles the request. */
    @Override
    public int reading(Object reader, @Nullable Object state) {
        return RequestSupport.BODY;
    }

    @Override
    public @Nullable SocketChannel channel(Object connection) throws Throwable {
        Object channel = (Object) CHANNEL.invokeExact(connection);
        return (SocketChannel) channel;
    }
}
