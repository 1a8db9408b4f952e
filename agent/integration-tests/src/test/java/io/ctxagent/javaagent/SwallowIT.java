package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.JoinProgram;
import io.ctxagent.programs.SwallowProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CTX203 over a program with the fault and its mended twin, and what a join does with interrupts that are not the agent's. */
class SwallowIT {

    static Stream<String> threads() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    static Stream<Arguments> modes() {
        return threads().flatMap(thread -> Stream.of("enforce", "observe").map(mode -> Arguments.of(mode, thread)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("modes")
    void aSwallowedCancelIsFoundAndOrderlyCleanUpIsNot(String mode, String thread) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("mode=" + mode, SwallowProgram.class, thread)) {
            jvm.awaitLine("CANCELLED"::equals);
            expectFound(Inspection.attach(jvm, ""));
        }
    }

    /** Its first calls were made before, and have left nothing. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("modes")
    void aSwallowedCancelIsFoundByAnAgentThatCameLate(String mode, String thread) throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(SwallowProgram.class, thread, "late")) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, ",mode=" + mode);
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            jvm.awaitLine("CANCELLED"::equals);
            expectFound(reply);
        }
    }

    private static void expectFound(AttachReply reply) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !found(reply).isEmpty());
        // Once more: by now the other one has been done for as long as the grace, too.
        List<Finding> found = found(reply);
        assertThat(found).hasSize(1);
        Finding finding = found.get(0);
        assertThat(finding.slug()).isEqualTo("swallowed-cancellation");
        assertThat(finding.severity()).isEqualTo("warning");
        assertThat(finding.message()).contains("\"goes-on\"", "\"careless\"", "LinkedBlockingQueue.poll");
        assertThat(finding.site()).startsWith("io.ctxagent.programs.SwallowProgram.goOn(");
        assertThat(finding.threads()).hasSize(1);
    }

    private static List<Finding> found(AttachReply reply) throws Exception {
        Snapshot snapshot = Inspection.snapshot(reply, Map.of("grace", "300ms"));
        return snapshot.findings().stream()
                .filter(finding -> finding.rule().equals("CTX203"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aJoinKeepsTheUsersInterruptAndLeavesOthersTheirOwn(String thread) {
        try (ChildJvm jvm = ChildJvm.withAgent("", JoinProgram.class, thread)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out())
                    .containsExactly(
                            "CompletableFuture.join interrupted=1 and interrupted",
                            "ForkJoinTask.join interrupted=1 and interrupted",
                            "interrupted and cancelled=CanceledException and interrupted",
                            "helped task=ContextInterruptedException<CanceledException",
                            "END");
        }
    }
}
