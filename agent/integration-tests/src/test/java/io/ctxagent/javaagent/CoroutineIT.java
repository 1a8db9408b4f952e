package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.programs.CoroutineLateProgram;
import io.ctxagent.programs.CoroutineProgram;
import io.ctxagent.programs.EveryCallProgram;
import io.ctxagent.programs.WakeProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kotlin's {@code runBlocking}, in a version that leaves at an interrupt and in one that waits for its children first. */
class CoroutineIT {

    private enum Version {
        LEAVES(classPath ->
                Path.of("target", "kotlinx-coroutines-1.8", "kotlinx-coroutines-core-jvm-1.8.1.jar")
                                .toAbsolutePath() + ":" + classPath),
        STAYS(UnaryOperator.identity());

        final UnaryOperator<String> classPath;

        Version(UnaryOperator<String> classPath) {
            this.classPath = classPath;
        }
    }

    @ParameterizedTest
    @EnumSource
    void itEndsWithItsContext(Version version) {
        List<WakeRow> rows =
                run(version, List.of("-javaagent:" + ChildJvm.AGENT), "cancel,deadline,done", WakeRow.threads());
        assertThat(rows).hasSizeGreaterThanOrEqualTo(4 * 3);
        rows.forEach(new Outcomes(rows)::expect);
        assertThat(rows).noneMatch(row -> row.micros() >= 1_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheAgentItStaysBlocked(Version version) {
        assertThat(run(version, List.of(), "control", WakeRow.threads()))
                .isNotEmpty()
                .noneMatch(WakeRow::woken);
    }

    /** The classes of the library are loaded by then, and woven once more. */
    @Test
    void itObeysAfterALateAttachToAJvmThatHasUsedIt() throws Exception {
        try (ChildJvm jvm = ChildJvm.start(
                List.of("-XX:+EnableDynamicAgentLoading"), CoroutineLateProgram.class, WakeRow.threads())) {
            jvm.awaitLine("USED"::equals);
            Inspection.attach(jvm, ",mode=enforce");
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
            rows.forEach(new Outcomes(rows)::expect);
        }
    }

    @Test
    void oneThatIsOnlyObservedIsShownAndGoesOn() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("mode=observe", EveryCallProgram.class, "coroutine", "platform")) {
            BlockedIT.look(jvm, "observe", true);
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void whoWaitsForAChildThatDoesNotObeyIsToldOnceAndShown(String kind) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", CoroutineProgram.class, "stays", kind)) {
            jvm.awaitLine("told"::equals);
            BlockedInfo call = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of()).threads().stream()
                    .filter(thread -> thread.name().equals("runs-blocking"))
                    .findAny()
                    .orElseThrow()
                    .blocked();
            assertThat(call).isNotNull();
            assertThat(call.call()).isEqualTo("BlockingCoroutine.joinBlocking");
            assertThat(call.cancellable()).isFalse();
            jvm.process().getOutputStream().close();
            jvm.awaitLine("ContextInterruptedException, 0 suppressed, not interrupted"::equals);
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void anInterruptOfTheUsersIsTheirs(String kind) {
        for (Version version : Version.values()) {
            List<String> flags = List.of("-javaagent:" + ChildJvm.AGENT);
            try (ChildJvm jvm = ChildJvm.start(version.classPath, flags, CoroutineProgram.class, "interrupted", kind)) {
                jvm.awaitLine("InterruptedException, 0 suppressed, not interrupted"::equals);
            }
        }
    }

    static Stream<String> threads() {
        return Stream.of(WakeRow.threads().split(","));
    }

    private static List<WakeRow> run(Version version, List<String> flags, String triggers, String threads) {
        try (ChildJvm jvm =
                ChildJvm.start(version.classPath, flags, WakeProgram.class, "coroutine", triggers, threads)) {
            return WakeRow.of(jvm);
        }
    }
}
