package io.ctxagent.samples.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A service in this JVM, with a client that speaks HTTP to it. */
final class RunningService implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Service service;

    private RunningService(Service service) {
        this.service = service;
    }

    static RunningService onH2(Leak... leaks) throws Exception {
        return on("jdbc:h2:mem:test-" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", leaks);
    }

    static RunningService on(String databaseUrl, Leak... leaks) throws Exception {
        return new RunningService(Service.start(new Options(0, databaseUrl, Set.of(leaks), false)));
    }

    int port() {
        return service.port();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> getTraced(String path, String traceId) throws IOException, InterruptedException {
        return client.send(request(path).header("X-Trace-Id", traceId).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return client.send(request(path).POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
    }

    /** A request has two seconds, and on a machine that is busy with something else the query takes longer: 504 then. */
    HttpResponse<String> report() throws IOException, InterruptedException {
        HttpResponse<String> report = get("/report");
        for (int tries = 1; report.statusCode() == 504 && tries < 10; tries++) {
            report = get("/report");
        }
        return report;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    @Override
    public void close() {
        service.close();
    }
}
