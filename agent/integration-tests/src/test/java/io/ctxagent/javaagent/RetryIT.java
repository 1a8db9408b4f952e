package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.RetryProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that makes a refused call again and again: the agent must not have it spin for ever. */
class RetryIT {

    static Stream<String> threads() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void whoTriesAgainForEverWaitsInTheEndAndIsFound(String kind) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", RetryProgram.class, kind)) {
            jvm.awaitLine("futures: 5000 of 5000"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(swallowed(reply)).hasSize(2));
            for (ThreadInfo thread : waiting(reply)) {
                BlockedInfo call = thread.blocked();
                assertThat(call.cancellable()).isFalse();
                assertThat(call.forMillis()).isNotNull();
            }
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.out()).containsExactly("futures: 5000 of 5000", "take: 1000", "read: 1000");
        }
    }

    private static List<Finding> swallowed(AttachReply reply) throws Exception {
        return Inspection.snapshot(reply, Map.of("grace", "300ms")).findings().stream()
                .filter(finding -> finding.rule().equals("CTX203"))
                .toList();
    }

    private static List<ThreadInfo> waiting(AttachReply reply) throws Exception {
        Snapshot snapshot = Inspection.snapshot(reply, Map.of());
        List<ThreadInfo> found = snapshot.threads().stream()
                .filter(thread -> List.of("takes", "reads").contains(thread.name()))
                .toList();
        assertThat(found).hasSize(2).allMatch(thread -> thread.blocked() != null);
        return found;
    }
}
