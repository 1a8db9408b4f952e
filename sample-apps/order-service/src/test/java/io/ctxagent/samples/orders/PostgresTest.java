package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same service on PostgreSQL, in a schema of its own. */
class PostgresTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1:5432/test?user=postgres";
    private static final String SCHEMA =
            "order_service_test_" + ProcessHandle.current().pid();

    @BeforeEach
    void makeTheSchema() throws SQLException {
        assumeTrue(answers(), "no PostgreSQL on 127.0.0.1:5432");
        execute("CREATE SCHEMA " + SCHEMA);
    }

    @AfterEach
    void dropTheSchema() throws SQLException {
        if (answers()) {
            execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        }
    }

    @Test
    void placesFindsAndShipsAnOrder() throws Exception {
        try (RunningService service = RunningService.on(URL + "&currentSchema=" + SCHEMA)) {
            assertThat(service.post("/orders", "item=lamp&quantity=2").statusCode())
                    .isEqualTo(201);
            await().untilAsserted(
                            () -> assertThat(service.get("/orders/1").body()).contains("\"status\":\"shipped\""));
            assertThat(service.report().body()).contains("\"combinations\":2560000");
        }
    }

    @Test
    void startsAgainOnTheTablesThatAreThere() throws Exception {
        try (RunningService first = RunningService.on(URL + "&currentSchema=" + SCHEMA)) {
            first.post("/orders", "item=lamp&quantity=2");
        }
        try (RunningService second = RunningService.on(URL + "&currentSchema=" + SCHEMA)) {
            assertThat(second.get("/orders/1").statusCode()).isEqualTo(200);
            assertThat(second.post("/orders", "item=lamp").body()).contains("\"id\":2");
        }
    }

    private static boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", 5432), 1_000);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
