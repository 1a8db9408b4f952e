package io.ctxagent.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.samples.Stage.Running;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipe of ci-leak-report without Maven: its tests in two JVMs, with the agent's options of its pom, and the gate over
 * their reports. {@code scripts/demo-ci} is the whole of it.
 */
@Tag("one-jdk")
class CiLeakReportIT {

    private static final Path SAMPLE = Path.of("ci-leak-report").toAbsolutePath();
    private static final Pattern OPTIONS =
            Pattern.compile("<argLine>@\\{argLine} -javaagent:\\$\\{ctx\\.dist}/(\\S+)</argLine>");
    private static final String PACKAGE = "io.ctxagent.samples.ci.";

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static String options;

    @BeforeAll
    static void compile() throws IOException {
        stage = Stage.inside(folder);
        Matcher pom = OPTIONS.matcher(Files.readString(SAMPLE.resolve("pom.xml")));
        assertThat(pom.find()).isTrue();
        options = pom.group(1);
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-d",
                Files.createDirectory(folder.resolve("classes")).toString(),
                "-cp",
                "%s/dist/ctx-context.jar%s%s".formatted(folder, File.pathSeparator, libraries())));
        try (Stream<Path> sources = Files.walk(SAMPLE.resolve("src"))) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(failed).isZero();
        Path parallel = SAMPLE.resolve("src/test/resources/junit-platform.properties");
        Files.copy(parallel, folder.resolve("classes/junit-platform.properties"));
    }

    private static String libraries() {
        return System.getProperty("java.class.path");
    }

    @Test
    void whatIsFoundFailsTheBuildBecomesKnownAndIsTheSameTheNextTime() throws Exception {
        List<String> tests = runTests("first");
        assertThat(tests)
                .anyMatch(
                        line -> line.startsWith("FAILED aCacheThatIsNotClosed() 1 context leak in LeakyTest > aCache"))
                .anyMatch(line -> line.startsWith("FAILED aSecondCacheThatIsNotClosed() 1 context leak in "))
                .noneMatch(line -> line.contains("aCacheThatIsClosed"));

        assertThat(check(1, "first --require-report=2"))
                .startsWith("FAILED: ")
                .contains("CTX101", "CTX102", "CTX103", "CTX104", "CTX105", "CTX108")
                .contains("CTX202", "CTX203", "CTX204", "CTX207")
                .contains("uncancelled-context x2", "observation complete")
                .doesNotContain("CleanTest");
        assertThat(check(0, "first --baseline known.json --create-baseline --reason old"))
                .contains("PASSED");

        runTests("second");
        assertThat(check(0, "second --require-report=2 --baseline known.json --fail-on-stale"))
                .startsWith("PASSED")
                .contains(" 0 stale");
    }

    /** In two JVMs, as Surefire's two forks. */
    private static List<String> runTests(String reports) throws Exception {
        List<String> printed = new ArrayList<>();
        try (Running one = fork(reports, "LeakyTest", "CleanTest");
                Running other = fork(reports, "CacheInAnotherForkTest")) {
            for (Running fork : List.of(one, other)) {
                printed.addAll(fork.awaitEnd());
                assertThat(fork.exitCode()).as(printed.toString()).isZero();
            }
        }
        return printed;
    }

    private static Running fork(String reports, String... classes) throws IOException {
        String classPath =
                String.join(File.pathSeparator, "dist/ctx-junit.jar", "dist/ctx-context.jar", "classes", libraries());
        String agent = "-javaagent:dist/" + options.replace("${ctx.reports}", reports);
        StringBuilder command = new StringBuilder("java " + agent + " -cp '" + classPath + "' ");
        command.append(RunTests.class.getName());
        for (String name : classes) {
            command.append(' ').append(PACKAGE).append(name);
        }
        return stage.start(command.toString());
    }

    private static String check(int exitCode, String arguments) throws Exception {
        try (Running running = stage.start("dist/bin/ctxinspect check " + arguments)) {
            String printed = String.join("\n", running.awaitEnd());
            assertThat(running.exitCode()).as(printed).isEqualTo(exitCode);
            return printed;
        }
    }
}
