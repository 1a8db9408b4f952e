package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.programs.BlockedBeforeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that are blocked when the agent arrives: their stacks tell what in, and nobody can wake them. */
class BlockedBeforeIT {

    static Stream<Arguments> kinds() {
        List<Arguments> kinds = new ArrayList<>();
        for (String mode : List.of("enforce", "observe")) {
            kinds.add(Arguments.of("platform", mode));
            if (Runtime.version().feature() >= 21) {
                kinds.add(Arguments.of("virtual", mode));
            }
        }
        return kinds.stream();
    }

    @ParameterizedTest(name = "{0} threads, {1}")
    @MethodSource("kinds")
    void areShownAsBlockedAndNotCancellable(String kind, String mode) throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(BlockedBeforeProgram.class, kind)) {
            jvm.awaitLine("READY"::equals);
            Snapshot snapshot = Inspection.snapshot(
                    Inspection.attach(jvm, ",mode=" + mode), Map.of("grace", "0ms", "stacks", "true"));
            ContextInfo job = snapshot.contexts().stream()
                    .filter(context -> "job".equals(context.name()))
                    .findFirst()
                    .orElseThrow();
            List<ThreadInfo> threads = snapshot.threads().stream()
                    .filter(thread -> job.id().equals(thread.context()))
                    .toList();
            assertThat(threads).hasSize(kind.equals("platform") ? 13 : 10);
            for (ThreadInfo thread : threads) {
                String[] named = thread.name().split(" ");
                BlockedInfo blocked = thread.blocked();
                assertThat(blocked).as(thread.name()).isNotNull();
                assertThat(blocked.family()).as(thread.name()).isEqualTo(named[0]);
                assertThat(blocked.call().toLowerCase(Locale.ROOT))
                        .as(thread.name())
                        .contains(named[1].toLowerCase(Locale.ROOT));
                assertThat(blocked.cancellable()).as(thread.name()).isFalse();
                assertThat(blocked.forMillis()).as(thread.name()).isNull();
                assertThat(thread.virtual()).isEqualTo(kind.equals("virtual"));
                if (!thread.virtual()) {
                    assertThat(thread.site())
                            .as("%s: its class was woven, and yet it has a line: %s", thread.name(), thread.stack())
                            .matches(".*BlockedBeforeProgram\\..*\\(BlockedBeforeProgram\\.java:\\d+\\)");
                }
            }
        }
    }
}
