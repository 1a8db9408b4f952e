package io.ctxagent.programs.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@link Routes} on the server of the first argument until its standard input ends; prints {@code PORT n}. Behind the name of
 * Tomcat or Jetty, {@code +h2} adds HTTP/2 in clear text ({@code +h2blocking} with {@code useAsyncIO=false}), {@code +tls} makes it a TLS connector.
 */
public final class HttpProgram {

    private HttpProgram() {}

    public static void main(String[] args) throws Exception {
        boolean virtual = args[1].equals("virtual");
        String name = args[0].contains("+") ? args[0].substring(0, args[0].indexOf('+')) : args[0];
        boolean http2 = args[0].contains("+h2");
        boolean secure = args[0].endsWith("+tls");
        int port = switch (name) {
            case "jdk" -> JdkFront.start(executor(virtual));
            case "https" -> JdkFront.startSecure(executor(virtual));
            case "tomcat" ->
                TomcatFront.start(http2, args[0].endsWith("blocking"), secure, virtual ? executor(true) : null);
            case "jetty10" -> JettyFront.start(false, http2, secure, virtual ? executor(true) : null);
            case "jetty11" -> JettyFront.start(true, http2, secure, virtual ? executor(true) : null);
            default -> throw new IllegalArgumentException(args[0]);
        };
        Routes.port = port;
        System.out.println("PORT " + port);
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    /** Virtual threads are found by reflection: this is compiled for 17. */
    static Executor executor(boolean virtual) throws ReflectiveOperationException {
        return virtual
                ? (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null)
                : Executors.newCachedThreadPool(task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
