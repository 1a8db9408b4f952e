package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.LateHandOverProgram;
import io.ctxagent.programs.LostHandOverProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CTX204 over pools that lose the context and their harmless twins; and tasks that were handed over before the agent came. */
class LostHandOverIT {

    static Stream<String> threads() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aPoolWrittenByHandThatLosesTheContextIsFoundAndItsTwinsAreNot(String kind) throws Exception {
        assertThat(found("", 8, kind, "queue"))
                .containsExactlyInAnyOrder(
                        "loses-lambda",
                        "loses-class",
                        "loses-hand",
                        "loses-deque",
                        "loses-transfer",
                        "loses-urgent",
                        "loses-late",
                        "loses-collected");
    }

    @Test
    void aPoolOfTheJdkIsFoundWhereNothingIsCarried() throws Exception {
        assertThat(found("propagate=off", 1, "platform", "pool")).containsExactly("loses");
    }

    @Test
    void nothingIsFoundWhereTheContextIsCarried() throws Exception {
        assertThat(found("", 0, "platform", "pool")).isEmpty();
    }

    /** The names of the threads that CTX204 accuses, once there are {@code count} and the grace is over for all. */
    private static List<String> found(String options, int count, String... arguments) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent(options, LostHandOverProgram.class, arguments)) {
            jvm.awaitLine("RUNNING"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            long begun = System.nanoTime();
            List<String> names = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                names.clear();
                names.addAll(accused(Inspection.snapshot(reply, Map.of("grace", "200ms"))));
                return names.size() >= count
                        && System.nanoTime() - begun > Duration.ofMillis(300).toNanos();
            });
            return names;
        }
    }

    private static List<String> accused(Snapshot snapshot) {
        List<String> names = new ArrayList<>();
        for (Finding finding : snapshot.findings()) {
            if (finding.rule().equals("CTX204")) {
                assertThat(finding.severity()).isEqualTo("warning");
                assertThat(finding.message()).contains("handed over under context c", "\"GET /x\"");
                for (ThreadInfo thread : snapshot.threads()) {
                    if (finding.threads().contains(thread.id())) {
                        names.add(thread.name());
                    }
                }
            }
        }
        return names;
    }

    @Test
    void afterALateAttachWhatWasQueuedBeforeHasNoneAndWhatComesThenHasItsOwn() throws Exception {
        assertThat(late(true))
                .containsExactly(
                        "READY", "pool=null r1", "fork-join=null r1", "timer=null r1", "future=r1 null", "END");
        assertThat(late(false))
                .containsExactly(
                        "READY", "pool=null null", "fork-join=null null", "timer=null null", "future=r1 r1", "END");
    }

    private static List<String> late(boolean attached) throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(LateHandOverProgram.class)) {
            jvm.awaitLine("READY"::equals);
            if (attached) {
                Inspection.attach(jvm, "");
            }
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            return jvm.out();
        }
    }
}
