package io.ctxagent.samples.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, as a user starts it, without the agent. */
class OrderServiceProcessTest {

    private static final Duration START = Duration.ofSeconds(30);
    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void sigtermEndsItInOrderAndInSilence() throws Exception {
        Process service = start();
        String url = "http://" + address();
        assertThat(client("POST", url + "/orders", "item=lamp")).startsWith("201 ");
        assertThat(client("GET", url + "/price?item=lamp")).startsWith("200 ");
        service.destroy();
        assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(SIGTERM_EXIT);
        assertThat(error()).isEmpty();
    }

    @Test
    void withEveryLeakPlantedItEndsAllTheSame() throws Exception {
        Process service = start("--leak=" + Leak.names());
        String url = "http://" + address();
        assertThat(client("POST", url + "/orders", "item=lamp")).startsWith("201 ");
        assertThat(client("GET", url + "/price?item=lamp")).startsWith("200 ");
        // Its query may take longer than a request may, on a machine that is busy with something else: 504 then.
        // The fault is planted either way; to ask again would add a query to the one that nobody cancels here.
        assertThat(client("GET", url + "/report"))
                .matches(answer -> answer.startsWith("200 ") || answer.startsWith("504 "));
        service.destroy();
        assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWrongOptionIsOneLineAndExitCodeTwo() throws Exception {
        Process service = start("--leak=typo");
        assertThat(service.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(2);
        assertThat(error()).hasLineCount(1).contains("typo", "uncancelled,orphan-thread,unbounded-io,ignored-cancel");
    }

    @Test
    void aPortThatIsTakenIsOneLineAndExitCodeOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process service = start("--port=" + taken.getLocalPort());
            assertThat(service.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(error()).hasLineCount(1).contains("cannot run");
        }
    }

    private Process start(String... options) throws IOException {
        List<String> command = java("io.ctxagent.samples.orders.OrderService", options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        started.add(process);
        return process;
    }

    private String client(String... args) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(java("io.ctxagent.samples.orders.OrderClient", args))
                .redirectErrorStream(true)
                .start();
        started.add(process);
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return answer;
    }

    private static List<String> java(String mainClass, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // starts in half the CPU time
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(args));
        return command;
    }

    private String address() {
        String prefix = "listening on ";
        await().atMost(START)
                .until(() -> read("out").startsWith(prefix) && read("out").endsWith("\n"));
        return read("out").strip().substring(prefix.length());
    }

    private String error() {
        return read("err");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
