package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {

    @Test
    void answersHealth() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void placesAnOrderAndTheWorkerShipsIt() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            HttpResponse<String> placed = service.post("/orders", "item=lamp&quantity=2");
            assertThat(placed.statusCode()).isEqualTo(201);
            assertThat(placed.body()).contains("\"id\":1", "\"item\":\"lamp\"", "\"quantity\":2", "\"status\":\"new\"");
            await().untilAsserted(
                            () -> assertThat(service.get("/orders/1").body()).contains("\"status\":\"shipped\""));
        }
    }

    @Test
    void refusesWhatIsNotInStock() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            assertThat(service.post("/orders", "item=unicorn").statusCode()).isEqualTo(409);
            assertThat(service.get("/orders/1").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "item=", "item=%22", "item=lamp&quantity=0", "item=lamp&quantity=x", "item=lamp%0A"})
    void refusesAFormThatIsWrong(String form) throws Exception {
        try (RunningService service = RunningService.onH2()) {
            assertThat(service.post("/orders", form).statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/orders", "/orders/x", "/orders/1/2", "/nothing"})
    void knowsNoOtherPaths(String path) throws Exception {
        try (RunningService service = RunningService.onH2()) {
            assertThat(service.get(path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void asksTheWarehouseForAPrice() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            HttpResponse<String> price = service.get("/price?item=lamp");
            assertThat(price.statusCode()).isEqualTo(200);
            assertThat(price.body()).contains("\"cents\":900");
        }
    }

    @Test
    void countsForTheReport() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            HttpResponse<String> report = service.report();
            assertThat(report.statusCode()).isEqualTo(200);
            assertThat(report.body()).contains("\"combinations\":2560000");
        }
    }

    @Test
    void givesEachRequestATraceIdAndKeepsAGoodOneThatCame() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            assertThat(traceIdOf(service.get("/health"))).isNotEqualTo(traceIdOf(service.get("/health")));
            assertThat(traceIdOf(service.getTraced("/health", "abc-1"))).isEqualTo("abc-1");
            assertThat(traceIdOf(service.getTraced("/health", "<script>"))).isNotEqualTo("<script>");
        }
    }

    @Test
    void afterCloseNobodyListensAndNoThreadOfItIsLeft() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            service.post("/orders", "item=lamp");
            service.get("/price?item=lamp");
            assertThat(ServiceThreads.alive()).contains("shipping", "warehouse-1", "http-1");
            service.close();
            await().untilAsserted(() -> assertThat(ServiceThreads.alive()).isEmpty());
            assertThatException().isThrownBy(() -> service.get("/health")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedLeavesNothingRunning() throws Exception {
        assertThatException().isThrownBy(() -> RunningService.on("jdbc:postgresql://127.0.0.1:1/none"));
        await().untilAsserted(() -> assertThat(ServiceThreads.alive()).isEmpty());
    }

    private static String traceIdOf(HttpResponse<String> response) {
        return response.headers().firstValue("X-Trace-Id").orElseThrow();
    }
}
