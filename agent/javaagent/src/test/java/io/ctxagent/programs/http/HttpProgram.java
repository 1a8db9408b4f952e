package io.ctxagent.programs.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves {@link Routes} on the server of the first argument until its standard input ends; prints {@code PORT n}. */
public final class HttpProgram {

    private HttpProgram() {}

    public static void main(String[] args) throws Exception {
        boolean virtual = args[1].equals("virtual");
        int port = switch (args[0]) {
            case "jdk" -> JdkFront.start(executor(virtual));
            case "https" -> JdkFront.startSecure(executor(virtual));
            case "tomcat" -> TomcatFront.start(virtual ? executor(true) : null);
            case "jetty10" -> JettyFront.start(false, virtual ? executor(true) : null);
            case "jetty11" -> JettyFront.start(true, virtual ? executor(true) : null);
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
