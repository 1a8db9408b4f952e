package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.FaultProgram;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A family whose hooks fail is switched off after its budget of faults; the others and the application go on. */
class BudgetIT {

    @Test
    void aFamilyThatFailsIsOffAndTheOthersGoOn() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", FaultProgram.class)) {
            jvm.awaitLine("READY"::equals);
            assertThat(jvm.out())
                    .containsExactly(
                            "taken 300 of 300, latch true",
                            "latch ContextInterruptedException",
                            "under a done context 7",
                            "READY");
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

    private static Set<String> states(Snapshot snapshot, String family) {
        return snapshot.agent().hooks().stream()
                .filter(hook -> hook.family().equals(family))
                .map(HookInfo::state)
                .collect(Collectors.toSet());
    }
}
