package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.EveryCallProgram;
import io.ctxagent.programs.WakeProgram;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code StructuredTaskScope.join}, which JDK 25 has as a preview. */
class ScopeIT {

    private static final String PREVIEW = "--enable-preview";

    @BeforeEach
    void onlyWithThePreview() {
        assumeTrue(Runtime.version().feature() == 25, "a preview, of this shape only on JDK 25");
    }

    @Test
    void aJoinEndsWithItsContextAndItsScopeClosesAsEver() {
        List<WakeRow> rows = run(
                List.of(PREVIEW, "-javaagent:" + ChildJvm.AGENT), "cancel,deadline,done,overdue", WakeRow.threads());
        assertThat(rows).hasSize(8);
        rows.forEach(new Outcomes(rows)::expect);
    }

    @Test
    void aJoinStaysBlockedWithoutTheAgent() {
        assertThat(run(List.of(PREVIEW), "control", WakeRow.threads()))
                .hasSize(2)
                .noneMatch(WakeRow::woken);
    }

    @Test
    void aJoinThatIsOnlyObservedIsShownAndGoesOn() throws Exception {
        List<String> flags = List.of(PREVIEW, "-javaagent:" + ChildJvm.AGENT + "=mode=observe");
        try (ChildJvm jvm = ChildJvm.start(flags, EveryCallProgram.class, "scope", "virtual")) {
            BlockedIT.look(jvm, "observe", true);
        }
    }

    private static List<WakeRow> run(List<String> flags, String triggers, String threads) {
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, "scope", triggers, threads)) {
            return WakeRow.of(jvm);
        }
    }
}
