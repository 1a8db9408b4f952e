package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.FaultProgram;
import io.ctxagent.programs.InnerFaultProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A family whose hooks fail is switched off after its budget of faults; the others and the application go on. */
class BudgetIT {

    /** Their hooks ask no context, so one that fails when it is asked says nothing of them. */
    private static final List<String> ASK_NOBODY = List.of("park", "propagate", "http", "grpc");

    @Test
    void aFamilyThatFailsIsOffAndTheOthersGoOn() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", FaultProgram.class)) {
            jvm.awaitLine("READY"::equals);
            List<String> expected = new ArrayList<>();
            Stream.of(Family.all())
                    .map(Family::id)
                    .filter(id -> !ASK_NOBODY.contains(id))
                    .forEach(id -> {
                        String mended = id.equals("selector") ? "ends early" : "is refused";
                        expected.add("%s: 120 of 120, off [%s], then goes on, another is refused, mended %s"
                                .formatted(id, id, mended));
                    });
            expected.addAll(List.of(
                    "taken 300 of 300, latch true",
                    "latch ContextInterruptedException",
                    "under a done context 7",
                    "READY"));
            assertThat(jvm.out()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(jvm.err()).isEmpty();
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("grace", "0ms"));
            assertThat(states(snapshot, "queue")).containsExactly("off");
            assertThat(states(snapshot, "lock")).contains("degraded").doesNotContain("off");
            assertThat(states(snapshot, "future")).contains("bound").doesNotContain("off", "degraded");
            assertThat(snapshot.agent().complete()).isFalse();
            assertThat(snapshot.findings()).anySatisfy(finding -> {
                assertThat(finding.rule()).isEqualTo("CTX901");
                assertThat(finding.message()).contains("not every hook is bound");
            });
        }
    }

    @Test
    void aFamilyThatAsksNoContextHasTheSameBudget() throws Exception {
        Path broken = BrokenAgent.thatFailsInside();
        try (ChildJvm jvm = ChildJvm.start(List.of("-javaagent:" + broken), InnerFaultProgram.class)) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.err()).isEmpty();
            List<String> expected = new ArrayList<>();
            ASK_NOBODY.forEach(id -> expected.add(id + ": 120 of 120, off [" + id + "], another is refused"));
            expected.add("END");
            assertThat(jvm.out()).containsExactlyElementsOf(expected);
        }
    }

    /** Where the hook fails when the call is about to wait, nothing ends it but what ends it without the agent. */
    @Test
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void aCallWhoseHookFailsInsideEndsAsWithoutTheAgent() throws Exception {
        String families = BlockedIT.WAKEABLE + ",waits-h2";
        Path broken = BrokenAgent.thatFailsInside();
        assertThat(InterruptIT.ends(List.of("-javaagent:" + broken), families, "interrupt", "platform"))
                .isEqualTo(InterruptIT.ends(List.of(), families, "interrupt", "platform"));
    }

    private static Set<String> states(Snapshot snapshot, String family) {
        return snapshot.agent().hooks().stream()
                .filter(hook -> hook.family().equals(family))
                .map(HookInfo::state)
                .collect(Collectors.toSet());
    }
}
