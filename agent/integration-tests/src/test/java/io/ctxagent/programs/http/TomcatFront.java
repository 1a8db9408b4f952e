package io.ctxagent.programs.http;

import io.ctxagent.programs.TestKeys;
import java.nio.file.Files;
import java.util.concurrent.Executor;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** The routes on Tomcat, 10.1 or 11. */
final class TomcatFront {

    private TomcatFront() {}

    static int start(boolean http2, boolean blocking, boolean secure, Executor executor) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        if (http2) {
            Http2Protocol protocol = new Http2Protocol();
            protocol.setKeepAliveTimeout(Long.getLong("http2.keepAlive", protocol.getKeepAliveTimeout()));
            tomcat.getConnector().addUpgradeProtocol(protocol);
            tomcat.getConnector().setProperty("useAsyncIO", String.valueOf(!blocking));
        }
        if (secure) {
            secure(tomcat.getConnector());
        }
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

    private static void secure(Connector connector) throws Exception {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(TestKeys.keys());
        certificate.setCertificateKeystorePassword(TestKeys.PASSWORD);
        certificate.setCertificateKeyPassword(TestKeys.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setProperty("SSLEnabled", "true");
        connector.setSecure(true);
        connector.setScheme("https");
    }
}
