package io.ctxagent.programs.http;

import java.nio.file.Files;
import java.util.concurrent.Executor;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The routes on Tomcat, 10.1 or 11. */
final class TomcatFront {

    private TomcatFront() {}

    static int start(Executor executor) throws LifecycleException, java.io.IOException {
        java.util.logging.LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        if (executor != null) {
            tomcat.getConnector().getProtocolHandler().setExecutor(executor);
        }
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "routes", new RouteServlet());
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "routes");
        FilterDef filter = new FilterDef();
        filter.setFilterName("passing");
        filter.setFilter(new PassingFilter());
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName("passing");
        map.addURLPattern("/*");
        context.addFilterMap(map);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }
}
