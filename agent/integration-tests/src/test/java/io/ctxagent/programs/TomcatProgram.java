package io.ctxagent.programs;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with the web applications {@code a} and {@code b} of a folder; a request blocks in each. */
public final class TomcatProgram {

    private TomcatProgram() {}

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[0]);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        for (String name : List.of("a", "b")) {
            Context application = tomcat.addContext("/" + name, new File(args[0], name).getPath());
            Tomcat.addServlet(application, "blocking", "io.ctxagent.programs.BlockingServlet");
            for (String path : List.of("block", "blocked", "cancel", "loader")) {
                application.addServletMappingDecoded("/" + path, "blocking");
            }
        }
        tomcat.start();
        String server = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/";
        LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
        for (String name : List.of("a", "b")) {
            System.out.println("loader " + get(server + name + "/loader"));
            Cases.daemon(() -> ends.add(name + " " + get(server + name + "/block")));
            while (!get(server + name + "/blocked").equals("true")) {
                Thread.onSpinWait();
            }
        }
        System.out.println("READY");
        System.in.read();
        for (String name : List.of("a", "b")) {
            get(server + name + "/cancel");
            System.out.println(ends.take());
        }
        System.out.println("END");
        System.exit(0);
    }

    private static String get(String address) throws IOException {
        URL url = URI.create(address).toURL();
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
