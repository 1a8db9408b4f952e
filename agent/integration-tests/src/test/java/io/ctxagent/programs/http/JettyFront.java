package io.ctxagent.programs.http;

import io.ctxagent.programs.TestKeys;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The routes on Jetty 12.1, servlet layer {@code ee10} or {@code ee11}. */
final class JettyFront {

    private JettyFront() {}

    static int start(boolean ee11, boolean http2, boolean secure, Executor virtual) throws Exception {
        QueuedThreadPool pool = new QueuedThreadPool(20);
        if (virtual != null) {
            pool.setVirtualThreadsExecutor(virtual);
        }
        Server server = new Server(pool);
        ServerConnector connector = connector(server, http2, secure);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(ee11 ? ee11() : ee10());
        server.start();
        return connector.getLocalPort();
    }

    private static ServerConnector connector(Server server, boolean http2, boolean secure) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        if (secure) {
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server keys = new SslContextFactory.Server();
            keys.setSslContext(TestKeys.context());
            return new ServerConnector(server, keys, http);
        }
        return http2
                ? new ServerConnector(server, http, new HTTP2CServerConnectionFactory(configuration))
                : new ServerConnector(server, http);
    }

    private static Handler ee10() {
        var context = new org.eclipse.jetty.ee10.servlet.ServletContextHandler();
        context.setContextPath("/");
        var servlet = new org.eclipse.jetty.ee10.servlet.ServletHolder(new RouteServlet());
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        var filter = new org.eclipse.jetty.ee10.servlet.FilterHolder(new PassingFilter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        return context;
    }

    private static Handler ee11() {
        var context = new org.eclipse.jetty.ee11.servlet.ServletContextHandler();
        context.setContextPath("/");
        var servlet = new org.eclipse.jetty.ee11.servlet.ServletHolder(new RouteServlet());
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        var filter = new org.eclipse.jetty.ee11.servlet.FilterHolder(new PassingFilter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        return context;
    }
}
