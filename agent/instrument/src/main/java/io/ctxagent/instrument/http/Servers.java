package io.ctxagent.instrument.http;

import io.ctxagent.boot.RequestHead;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Settings;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The servers that the agent knows. One that is never used is never looked into. Thread-safe. */
public final class Servers extends RequestSupport {

    private final Callable<ClassLoader> api;
    private @Nullable ClassLoader loaded;

    /**
     * @param api makes a class loader with the Context API in it; called at most once
     */
    public Servers(Callable<ClassLoader> api) {
        this.api = api;
    }

    private static Server of(int server) {
        switch (server) {
            case TOMCAT:
                return Tomcat.INSTANCE;
            case JETTY:
                return Jetty.INSTANCE;
            default:
                return Jdk.INSTANCE;
        }
    }

    @Override
    public Object key(int server, Object request) throws Throwable {
        return of(server).key(request);
    }

    @Override
    public RequestHead head(int server, Object request, @Nullable Object connection) throws Throwable {
        return of(server).head(request, connection, Settings.deadlineHeader);
    }

    @Override
    public boolean goesOn(int server, Object request) throws Throwable {
        return of(server).goesOn(request);
    }

    @Override
    public @Nullable SocketChannel channel(int server, Object connection) throws Throwable {
        return of(server).channel(connection);
    }

    @Override
    public @Nullable Object connection(int server, Object parser) throws Throwable {
        return of(server).connection(parser);
    }

    @Override
    public boolean isReset(int server, Object stream) throws Throwable {
        return of(server).isReset(stream);
    }

    @Override
    public boolean shakesHands(int server, Object connection) throws Throwable {
        return of(server).shakesHands(connection);
    }

    @Override
    public void cutOff(int server, Object stream) throws Throwable {
        of(server).cutOff(stream);
    }

    @Override
    public @Nullable Object keyAgain(int server, Object raw) throws Throwable {
        return of(server).keyAgain(raw);
    }

    @Override
    public int reading(int server, Object reader, @Nullable Object state) throws Throwable {
        return of(server).reading(reader, state);
    }

    @Override
    public synchronized ClassLoader ownApi() throws Exception {
        ClassLoader own = loaded;
        if (own == null) {
            own = api.call();
            Class.forName("io.ctxagent.context.AgentPort", true, own);
            loaded = own;
        }
        return own;
    }

    private static final class Jdk {
        static final Server INSTANCE = new JdkServer();
    }

    private static final class Tomcat {
        static final Server INSTANCE = new TomcatServer();
    }

    private static final class Jetty {
        static final Server INSTANCE = new JettyServer();
    }
}
