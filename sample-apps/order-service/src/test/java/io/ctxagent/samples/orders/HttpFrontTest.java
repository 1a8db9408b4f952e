package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpFrontTest {

    @Test
    void aRequestRunsUnderATimeoutWithItsTraceIdAndIsDoneAfterwards() throws Exception {
        CompletableFuture<Context> seen = new CompletableFuture<>();
        CompletableFuture<String> traceId = new CompletableFuture<>();
        try (CancelScope service = Context.background().withCancel()) {
            HttpFront front = new HttpFront(0, false, service.context(), request -> {
                seen.complete(Context.current());
                traceId.complete(String.valueOf(Context.current().value(Trace.ID)));
                return new Reply(200, "{}");
            });
            assertThat(send(front, "/orders/1").get().statusCode()).isEqualTo(200);
            Context request = seen.get();
            assertThat(request.toString()).contains("server", "traceId", "withTimeout[GET /orders/1]");
            assertThat(request.deadline()).isPresent();
            assertThat(traceId.get()).isEqualTo("t-1");
            assertThat(request.isDone()).isTrue();
            front.close();
        }
    }

    @Test
    void aRequestThatTakesLongerThanItsContextIsAnswered504() throws Exception {
        try (CancelScope service = Context.background().withCancel()) {
            HttpFront front = new HttpFront(0, false, service.context(), request -> {
                Context.current().awaitDone();
                return new Reply(200, "{}");
            });
            HttpResponse<String> late = send(front, "/").get();
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("context deadline exceeded");
            front.close();
        }
    }

    @Test
    void closingCancelsARequestThatRunsAndStillAnswersIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (CancelScope service = Context.background().withCancel()) {
            HttpFront front = new HttpFront(0, false, service.context(), request -> {
                running.countDown();
                Context.current().awaitDone();
                return new Reply(200, "{}");
            });
            CompletableFuture<HttpResponse<String>> answer = send(front, "/");
            running.await();
            front.close();
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void whereItLastsUntilTheClientHangsUpItIsUnderTheServicesContextAllTheSame() throws Exception {
        CompletableFuture<Context> seen = new CompletableFuture<>();
        try (CancelScope service = Context.background().withCancel()) {
            HttpFront front = new HttpFront(0, true, service.context(), request -> {
                seen.complete(Context.current());
                return new Reply(200, "{}");
            });
            assertThat(send(front, "/orders/1").get().statusCode()).isEqualTo(200);
            assertThat(seen.get().toString()).contains("server", "withCancelFrom", "withTimeout[GET /orders/1]");
            assertThat(seen.get().isDone()).isTrue();
            front.close();
        }
    }

    private static CompletableFuture<HttpResponse<String>> send(HttpFront front, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path))
                .header("X-Trace-Id", "t-1")
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }
}
