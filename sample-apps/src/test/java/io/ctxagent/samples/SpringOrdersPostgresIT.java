package io.ctxagent.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.samples.Stage.Running;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spring-orders} on a PostgreSQL at its usual port of this machine, in a schema of its own; skipped where there is none. */
@Tag("one-jdk")
class SpringOrdersPostgresIT {

    private static final String URL = "jdbc:postgresql://127.0.0.1:5432/test?user=postgres";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Stage stage;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Also the name of the connections that are this test's own. */
    private final String schema =
            "spring_orders_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();

    @BeforeAll
    static void fillTheStage() throws IOException {
        assumeTrue(answers(), "no PostgreSQL on 127.0.0.1:5432");
        stage = Stage.inside(folder);
    }

    @BeforeEach
    void makeTheSchema() throws SQLException {
        execute("CREATE SCHEMA " + schema);
    }

    @AfterEach
    void dropTheSchema() throws SQLException {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + schema + "'");
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    @Test
    void aReportIsCancelledInTheDatabaseAndItsConnectionServesTheNextRequest() throws Exception {
        try (Running service = start(command())) {
            assertThat(get(service, "/orders/1").body()).isEqualTo("{\"id\":1,\"item\":\"lamp\"}");
            CompletableFuture<HttpResponse<String>> report = report(service);
            await().atMost(PATIENCE).until(() -> reports() == 1);
            HttpResponse<String> late = report.get();
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).isEqualTo("{\"error\":\"context deadline exceeded\"}");
            await().atMost(PATIENCE).until(() -> reports() == 0);
            assertThat(get(service, "/orders/2").body()).isEqualTo("{\"id\":2,\"item\":\"chair\"}");
            service.terminate();
            List<String> lines = service.awaitEnd();
            assertThat(lines.get(lines.size() - 1))
                    .isEqualTo("ctx-agent: graceful shutdown: 1 live thread, 0 live contexts");
        }
    }

    /** The control: the same filter, the same deadline of three seconds. */
    @Test
    void withoutTheAgentTheDatabaseGoesOn() throws Exception {
        try (Running service = start(command().replaceFirst("-javaagent:\\S+ ", ""))) {
            assertThat(get(service, "/orders/1").statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> report = report(service);
            await().atMost(PATIENCE).until(() -> reports() == 1);
            await().atMost(PATIENCE).until(() -> longest() > 5);
            assertThat(report).isNotDone();
        }
    }

    private Running start(String command) throws IOException {
        Running running = stage.start(command + " '--spring.datasource.url=" + URL + "&currentSchema=" + schema
                + "&ApplicationName=" + schema + "'");
        await().atMost(PATIENCE).until(() -> !running.url().isEmpty() || running.ended());
        assertThat(running.url()).as(String.join("\n", running.lines())).isNotEmpty();
        return running;
    }

    /** How the sample's README starts it. */
    private static String command() {
        String command = Readme.below(Path.of("").toAbsolutePath()).stream()
                .filter(readme -> readme.name().equals("spring-orders"))
                .findFirst()
                .orElseThrow()
                .steps()
                .get(0)
                .command();
        return command.substring(0, command.length() - " &".length());
    }

    private HttpResponse<String> get(Running service, String path) throws Exception {
        return client.send(request(service, path), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> report(Running service) {
        return client.sendAsync(request(service, "/report"), BodyHandlers.ofString());
    }

    private static HttpRequest request(Running service, String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).build();
    }

    /** How many reports the database computes for the service. */
    private int reports() throws SQLException {
        return ask("count(*)");
    }

    /** Seconds that it has been at the one that it has been at longest. */
    private int longest() throws SQLException {
        return ask("coalesce(extract(epoch from max(now() - query_start)), 0)::int");
    }

    private int ask(String what) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + what
                        + " FROM pg_stat_activity WHERE application_name = '" + schema + "' AND state = 'active'")) {
            rows.next();
            return rows.getInt(1);
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
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
