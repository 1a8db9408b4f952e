package io.ctxagent.programs;

import com.sun.net.httpserver.HttpServer;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Of the families whose hooks ask no context, with an agent in which they fail: parks, hands tasks over, serves requests and attaches
 * contexts of gRPC, more often than the budget is. Tells which families are off after each.
 */
public final class InnerFaultProgram {

    private static final int CALLS = 120;

    private InnerFaultProgram() {}

    public static void main(String[] args) throws Exception {
        CancelScope scope = Context.background().withCancel();
        for (Map.Entry<String, Callable<Boolean>> each : calls().entrySet()) {
            List<String> before = FaultProgram.off();
            int right = 0;
            for (int i = 0; i < CALLS; i++) {
                right += scope.call(each.getValue()) ? 1 : 0;
            }
            List<String> off = new ArrayList<>(FaultProgram.off());
            off.removeAll(before);
            System.out.println(each.getKey() + ": " + right + " of " + CALLS + ", off " + off + ", another "
                    + FaultProgram.underDone(() -> new CountDownLatch(0).await(1, TimeUnit.HOURS)));
        }
        System.out.println("END");
        System.exit(0);
    }

    private static Map<String, Callable<Boolean>> calls() throws Exception {
        Map<String, Callable<Boolean>> calls = new LinkedHashMap<>();
        calls.put("park", () -> {
            LockSupport.parkNanos(1_000);
            return true;
        });
        ExecutorService pool = Executors.newFixedThreadPool(1, Cases::daemonThread);
        calls.put("propagate", () -> {
            CompletableFuture<Context> seen = new CompletableFuture<>();
            pool.execute(() -> seen.complete(Context.current()));
            CompletableFuture<Context> started = new CompletableFuture<>();
            Cases.daemon(() -> started.complete(Context.current()));
            // Without the agent neither runs under a context.
            return seen.get() == Context.background() && started.get() == Context.background();
        });
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(Context.current() == Context.background() ? 204 : 500, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        // The client is under no context: its sockets would have faults of their own.
        calls.put(
                "http",
                () -> Context.background().call(() -> {
                    HttpURLConnection asks = (HttpURLConnection) address.toURL().openConnection();
                    return asks.getResponseCode() == 204;
                }));
        io.grpc.Context.Key<Integer> key = io.grpc.Context.key("seven");
        calls.put("grpc", () -> {
            io.grpc.Context.CancellableContext made =
                    io.grpc.Context.current().withValue(key, 7).withCancellation();
            io.grpc.Context before = made.attach();
            boolean attached = key.get() == 7;
            made.detach(before);
            made.cancel(null);
            return attached;
        });
        return calls;
    }
}
