package io.ctxagent.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped jars in JVMs of their own: nothing but the jar on the class path and the agent, on JUnit 6 and 5. */
class LeakCheckIT {

    private static final String OPTIONS = "grace=200ms,report=";

    /** What the test classes of package shop do wrong; the same one by one and at once. */
    private static final List<String> BLAMED = List.of(
            "SUCCESSFUL\tOneByOne > aThreadThatEndsInTime()\t",
            "SUCCESSFUL\tOneByOne > clean()\t",
            "FAILED\tOneByOne > failsItselfAndForgets()\tits own failure + CTX101",
            "FAILED\tOneByOne > forgets()\tCTX101",
            "FAILED\tOneByOne > forgetsElsewhere()\tCTX101",
            "SUCCESSFUL\tOneByOne > forgetsAtTwo(int) > [1] 1\t",
            "FAILED\tOneByOne > forgetsAtTwo(int) > [2] 2\tCTX101",
            "SUCCESSFUL\tOneByOne > forgetsAtTwo(int) > [3] 3\t",
            "SUCCESSFUL\tOneByOne > dynamic() > keeps clean\t",
            "FAILED\tOneByOne > dynamic() > forgets\tCTX101",
            "SUCCESSFUL\tOneByOne > Inside > clean()\t",
            "FAILED\tOneByOne > Inside > forgets()\tCTX101",
            "SUCCESSFUL\tOneByOne > isGuarded()\t",
            "SUCCESSFUL\tOneByOne > isGuardedOnAThreadOfItsOwn()\t",
            "SUCCESSFUL\tOneByOne > isAllowedTo()\t",
            "FAILED\tOneByOne > isAllowedSomethingElse()\tCTX101",
            "FAILED\tOneByOne > leavesAThread()\tCTX103 CTX104",
            "REPORTED\tOneByOne > leavesAPool()\tCTX108",
            "SUCCESSFUL\tOneByOne > leavesAPool()\t",
            "FAILED\tForgetsBeforeAll\tCTX101",
            "SUCCESSFUL\tForgetsBeforeAll > clean()\t",
            "FAILED\tForgetsInItsConstructor > clean()\tCTX101",
            "FAILED\tForgetsInItsConstructor$OnceForAll\tCTX101");

    @ParameterizedTest(name = "JUnit {0}, {1}")
    @CsvSource({"6, one-by-one", "5, at-once"})
    void theRightTestIsBlamed(int junit, String how, @TempDir Path reports) throws Exception {
        Child child = Child.run(
                junit,
                OPTIONS + reports,
                "shop.RunTests",
                how,
                "shop.OneByOne",
                "shop.ForgetsBeforeAll",
                "shop.ForgetsInItsConstructor",
                "shop.ForgetsInItsConstructor$OnceForAll",
                "shop.Crowd");
        assertThat(normalised(child.out())).containsAll(BLAMED);
        assertThat(child.out())
                .anySatisfy(line -> assertThat(line).startsWith("FAILED\tOneByOne > isSkippedAndForgets()\tCTX101"));
        assertThat(child.out())
                .anySatisfy(line ->
                        assertThat(line).startsWith("FAILED\tOneByOne > isAllowedWithoutAReason()\t@AllowContextLeak"));
        assertThat(child.out())
                .as("of the forty only those")
                .filteredOn(line -> line.startsWith("FAILED\tCrowd"))
                .extracting(line -> line.replaceFirst(".* > (\\S+)\t", "$1 "))
                .containsExactlyInAnyOrder("5 CTX101", "18 CTX101", "31 CTX101");
        assertThat(child.out())
                .as("neither is JUnit's own watcher of timeouts reported")
                .filteredOn(line -> line.startsWith("REPORTED"))
                .hasSize(1);
        assertThat(child.out())
                .contains(
                        "CONTEXT context.Background.test[OneByOne].test[OneByOne > isGuardedOnAThreadOfItsOwn()]",
                        "CONTEXT context.Background.test[OneByOne].test[OneByOne > clean()]",
                        "CONTEXT context.Background.test[OneByOne].test[OneByOne > Inside]"
                                + ".test[OneByOne > Inside > clean()]");
        assertThat(child.err()).as("a start without faults prints nothing").isEmpty();
        reportNamesTheTests(reports);
    }

    /** Whether the names of parameters are shown depends on the version and the compiler. */
    private static List<String> normalised(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("\\[(\\d)] (?:number ?= ?)?(\\d)", "[$1] $2"))
                .toList();
    }

    private static void reportNamesTheTests(Path reports) throws IOException {
        Snapshot report = report(reports);
        List<Finding> forgotten = report.findings().stream()
                .filter(finding -> finding.rule().equals("CTX101"))
                .filter(finding -> String.valueOf(finding.site()).startsWith("shop.Fixtures.forgetAContext("))
                .toList();
        assertThat(forgotten).as("one bug, one finding").singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(finding.tests().size()).isEqualTo(13);
            assertThat(finding.origin()).isEqualTo("application");
            assertThat(finding.tests())
                    .anyMatch(id -> id.endsWith("[class:shop.OneByOne]/[method:forgets()]"))
                    .anyMatch(id -> id.endsWith("[class:shop.ForgetsBeforeAll]"))
                    .anyMatch(id -> id.endsWith("[test-template:forgetsAtTwo(int)]/[test-template-invocation:#2]"))
                    .noneMatch(id -> id.contains("isAllowedTo()"));
        });
        assertThat(report.findings())
                .filteredOn(finding -> List.of("CTX103", "CTX104", "CTX108").contains(finding.rule()))
                .extracting(Finding::rule)
                .containsExactly("CTX103", "CTX104", "CTX108");
    }

    private static Snapshot report(Path reports) throws IOException {
        try (Stream<Path> all = Files.list(reports)) {
            List<Path> files = all.toList();
            assertThat(files).hasSize(1);
            try (InputStream in = Files.newInputStream(files.get(0))) {
                return SnapshotReader.read(in);
            }
        }
    }

    @Test
    void anApplicationWithoutTheApiIsCheckedToo() throws Exception {
        Child child = Child.runWithoutApi("grace=200ms", "shop.RunTests", "one-by-one", "shop.WithoutTheApi");
        assertThat(child.out())
                .contains(
                        "SUCCESSFUL\tWithoutTheApi > clean()\t",
                        "FAILED\tWithoutTheApi > leavesAThread()\tCTX103 CTX104");
        assertThat(child.err()).isEmpty();
    }

    @Test
    void withoutTheAgentItSaysSoOnceAndPasses() throws Exception {
        Child child = Child.run(6, null, "shop.RunTests", "one-by-one", "shop.OneByOne", "shop.ForgetsBeforeAll");
        assertThat(child.out())
                .filteredOn(line -> line.startsWith("FAILED"))
                .containsExactly("FAILED\tOneByOne > failsItselfAndForgets()\tits own failure");
        assertThat(child.err())
                .singleElement()
                .asString()
                .startsWith("ctx-junit: there is no agent in this JVM, so no test is checked for leaks");
    }
}
