package io.ctxagent.boot;

import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** What a server says of a request before anybody handles it. Immutable. */
public final class RequestHead {

    final @Nullable String method;
    final @Nullable String path;
    final @Nullable String remaining;
    final @Nullable SocketChannel channel;
    final @Nullable ClassLoader loader;
    final @Nullable Object stream;

    /**
     * @param method as the client sent it
     * @param path as the client sent it, with or without a query
     * @param remaining the header of that name in {@link Settings#deadlineHeader}; null where there is none
     * @param channel the connection; null where it cannot be watched
     * @param loader of the application that handles the request; null where that is not known
     * @param stream what {@link RequestStreams#reset} will name; null where the request has its connection for itself
     */
    public RequestHead(
            @Nullable String method,
            @Nullable String path,
            @Nullable String remaining,
            @Nullable SocketChannel channel,
            @Nullable ClassLoader loader,
            @Nullable Object stream) {
        this.method = method;
        this.path = path;
        this.remaining = remaining;
        this.channel = channel;
        this.loader = loader;
        this.stream = stream;
    }
}
