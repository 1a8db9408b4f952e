package io.ctxagent.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ctxagent.samples.Readme.Step;
import io.ctxagent.samples.Stage.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample prints what its README says: the commands are run as they stand there. */
@Tag("one-jdk")
class ReadmeIT {

    private static final Path SAMPLES = Path.of("").toAbsolutePath();
    private static final String URL = "url=";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Stage stage;

    @BeforeAll
    static void fillTheStage() throws IOException {
        stage = Stage.inside(folder);
    }

    static Stream<String> samples() {
        return Readme.below(SAMPLES).stream().map(Readme::name);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsWhatItsReadmeSays(String name) throws Exception {
        Readme readme = Readme.below(SAMPLES).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Running background = null;
        try {
            for (Step step : readme.steps()) {
                if (step.command().endsWith(" &")) {
                    background = stage.start(
                            step.command().substring(0, step.command().length() - 2));
                    firstLines(background, step);
                } else if (step.command().equals("kill $!")) {
                    int before = background.lines().size();
                    background.terminate();
                    List<String> all = background.awaitEnd();
                    assertSame(step, all.subList(before, all.size()));
                } else {
                    run(step, background);
                }
            }
        } finally {
            if (background != null) {
                background.close();
            }
        }
    }

    private static void firstLines(Running background, Step step) {
        int size = step.output().size();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> background.lines().size() >= size || background.ended());
        assertSame(step, background.lines());
    }

    /** What looks at another process may look too early: a finding needs its grace. */
    private static void run(Step step, Running background) throws Exception {
        if (step.command().startsWith(URL)) {
            return; // what it really is, the program has printed
        }
        boolean looks = step.command().contains("$!");
        String command = background == null
                ? step.command()
                : step.command().replace("$!", background.pid()).replace("$url", background.url());
        long start = System.nanoTime();
        List<String> printed = output(command);
        while (looks && differ(step, printed) && System.nanoTime() - start < PATIENCE.toNanos()) {
            printed = output(command);
        }
        assertSame(step, printed);
    }

    private static List<String> output(String command) throws Exception {
        try (Running running = stage.start(command)) {
            return running.awaitEnd();
        }
    }

    private static boolean differ(Step step, List<String> printed) {
        return !Printed.normalised(printed).equals(Printed.normalised(step.output()));
    }

    private static void assertSame(Step step, List<String> printed) {
        assertThat(Printed.normalised(printed))
                .as("%s%nprinted%n%s", step.command(), String.join("\n", printed))
                .isEqualTo(Printed.normalised(step.output()));
    }

    /** The order service's README shows requests; it has tests of its own. The other one's is what {@code scripts/demo-ci} prints. */
    @Test
    void everySampleShowsSomethingAndStandsInTheIndex() throws IOException {
        String index = Files.readString(SAMPLES.resolve("README.md"));
        List<String> shown = samples().toList();
        try (Stream<Path> all = Files.list(SAMPLES)) {
            List<String> folders = all.filter(path -> Files.exists(path.resolve("src/main")))
                    .map(path -> path.getFileName().toString())
                    .toList();
            assertThat(folders)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(index).contains("](" + name + "/README.md)"));
            assertThat(shown)
                    .containsAll(folders.stream()
                            .filter(name ->
                                    !List.of("order-service", "ci-leak-report").contains(name))
                            .toList());
        }
    }

    /** The control: what ends the worker is the agent. */
    @Test
    void withoutTheAgentTheWorkerWaitsOn() throws Exception {
        String command = Readme.below(SAMPLES).stream()
                .filter(readme -> readme.name().equals("worker-loop"))
                .findFirst()
                .orElseThrow()
                .steps()
                .get(0)
                .command()
                .replaceFirst("-javaagent:\\S+ ", "");
        try (Running worker = stage.start(command)) {
            await().atMost(PATIENCE).until(() -> worker.lines().contains("main: that was all, cancel"));
            await().atMost(PATIENCE).until(() -> stackOf(worker, "worker").contains("LinkedBlockingQueue.take"));
            assertThat(worker.lines()).noneMatch(line -> line.startsWith("worker: ends"));
            assertThat(worker.ended()).isFalse();
        }
    }

    private static String stackOf(Running running, String thread) throws Exception {
        String dump = String.join("\n", output("jcmd " + running.pid() + " Thread.print"));
        int start = dump.indexOf("\"" + thread + "\"");
        return start < 0 ? "" : dump.substring(start, dump.indexOf("\n\n", start));
    }
}
