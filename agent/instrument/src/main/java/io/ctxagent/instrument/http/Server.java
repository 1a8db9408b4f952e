package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestHead;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One kind of server; its methods are those of {@link io.ctxagent.boot.RequestSupport}. Thread-safe. */
interface Server {

    Object key(Object request) throws Throwable;

    RequestHead head(Object request, @Nullable Object connection, @Nullable String header) throws Throwable;

    boolean goesOn(Object request) throws Throwable;

    @Nullable
    Object connection(Object parser) throws Throwable;

    boolean isReset(Object stream) throws Throwable;

    boolean shakesHands(Object connection) throws Throwable;

    void cutOff(Object stream) throws Throwable;

    @Nullable
    Object keyAgain(Object raw) throws Throwable;

    int reading(Object reader, @Nullable Object state) throws Throwable;

    @Nullable
    SocketChannel channel(Object connection) throws Throwable;
}
