package io.ctxagent.programs.http;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The routes on Jetty 12.1, servlet layer {@code ee10} or {@code ee11}. */
final class JettyFront {

    private JettyFront() {}

    static int start(boolean ee11, Executor virtual) throws Exception {
        QueuedThreadPool pool = new QueuedThreadPool(20);
        if (virtual != null) {
            pool.setVirtualThreadsExecutor(virtual);
        }
        Server server = new Server(pool);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(ee11 ? ee11() : ee10());
        server.start();
        return connector.getLocalPort();
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
