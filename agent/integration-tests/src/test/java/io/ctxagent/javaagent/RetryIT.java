package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.RetryHelpProgram;
import io.ctxagent.programs.RetryProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
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
            for (ThreadInfo thread : waiting(reply, List.of("takes", "reads"))) {
                BlockedInfo call = thread.blocked();
                assertThat(call.cancellable()).isFalse();
                assertThat(call.forMillis()).isNotNull();
            }
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.out()).containsExactly("futures: 5000 of 5000", "take: 1000", "read: 1000");
        }
    }

    /** Else it would be refused once more for each task that it helps with. */
    @Test
    void whoHelpsMeanwhileWaitsOn() throws Exception {
        List<String> flags =
                List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2", "-javaagent:" + ChildJvm.AGENT);
        try (ChildJvm jvm = ChildJvm.start(flags, RetryHelpProgram.class)) {
            jvm.awaitLine("helped"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(waiting(reply, List.of("helps")))
                            .allSatisfy(thread -> {
                                assertThat(thread.blocked().call()).endsWith("CompletableFuture.get");
                                assertThat(thread.blocked().cancellable()).isFalse();
                            }));
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.out()).containsExactly("helped", "get: 1000");
        }
    }

    private static List<Finding> swallowed(AttachReply reply) throws Exception {
        return Inspection.snapshot(reply, Map.of("grace", "300ms")).findings().stream()
                .filter(finding -> finding.rule().equals("CTX203"))
                .toList();
    }

    private static List<ThreadInfo> waiting(AttachReply reply, List<String> names) throws Exception {
        Snapshot snapshot = Inspection.snapshot(reply, Map.of());
        List<ThreadInfo> found = snapshot.threads().stream()
                .filter(thread -> names.contains(thread.name()))
                .toList();
        assertThat(found).hasSameSizeAs(names).allMatch(thread -> thread.blocked() != null);
        return found;
    }
}
