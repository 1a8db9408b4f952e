package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What the hooks of HTTP servers need to know of a server's own objects, which the bootstrap loader cannot see. The agent sets
 * one. Implementations are thread-safe.
 */
public abstract class RequestSupport {

    /** The server in the JDK, {@code com.sun.net.httpserver}. */
    public static final int JDK = 0;

    /** Tomcat. */
    public static final int TOMCAT = 1;

    /** Jetty's servlet layer. */
    public static final int JETTY = 2;

    /** {@link #reading}: a head that has begun. */
    public static final int HEAD = 0;

    /** {@link #reading}: a request that is being handled. */
    public static final int BODY = 1;

    /** {@link #reading}: nothing, between two requests. */
    public static final int NOTHING = 2;

    /** The one in use; null until the agent has set it. */
    public static volatile @Nullable RequestSupport instance;

    /**
     * What stands for a request as long as it lasts, compared by identity: the object that the hook of its end will name.
     *
     * @param server one of the constants here
     * @param request what the hook of its beginning was given
     */
    public abstract Object key(int server, Object request) throws Throwable;

    /**
     * Its first line and what else is needed to make a context for it.
     *
     * @param connection what {@link Requests#turnTo} was given on this thread; null where that is not known
     */
    public abstract RequestHead head(int server, Object request, @Nullable Object connection) throws Throwable;

    /** Whether the request goes on after its handler has returned, because somebody else will answer it. */
    public abstract boolean goesOn(int server, Object request) throws Throwable;

    /**
     * The channel of a connection that {@link Requests#turnTo} or {@link RequestReads} was given, or of the connection of a stream or
     * parser that the latter was given; null where it has none.
     */
    public abstract java.nio.channels.@Nullable SocketChannel channel(int server, Object connection) throws Throwable;

    /**
     * The connection that a parser of HTTP/2 reads, as {@link Requests#turnTo} is given it; null where that is not known.
     *
     * @param parser what {@link RequestReads} was given
     */
    public abstract @Nullable Object connection(int server, Object parser) throws Throwable;

    /** Whether a stream of HTTP/2, {@link RequestHead#stream}, is over before its request is answered. */
    public abstract boolean isReset(int server, Object stream) throws Throwable;

    /** Whether the TLS handshake of a connection has begun and not ended. */
    public abstract boolean shakesHands(int server, Object connection) throws Throwable;

    /**
     * Ends the reading of a stream of HTTP/2, or a connection that shakes hands, as the server itself does when its own timeout for
     * that is over. Repeatable.
     */
    public abstract void cutOff(int server, Object streamOrConnection) throws Throwable;

    /**
     * What stands for the request that the server goes on with on its own account, as {@link #key}.
     *
     * @param raw what the hook of that was given
     */
    public abstract @Nullable Object keyAgain(int server, Object raw) throws Throwable;

    /**
     * What a connection is in the middle of: {@link #HEAD}, {@link #BODY} or {@link #NOTHING}.
     *
     * @param reader what reads heads in this server
     * @param state what that has returned; null where it is asked
     */
    public abstract int reading(int server, Object reader, @Nullable Object state) throws Throwable;

    /** The loader of the agent's own copy of the Context API, loaded by this call: for applications that have none. */
    public abstract ClassLoader ownApi() throws Throwable;
}
