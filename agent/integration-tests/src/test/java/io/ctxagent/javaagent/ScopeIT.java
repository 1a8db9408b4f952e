package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.EveryCallProgram;
import io.ctxagent.programs.WakeProgram;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code StructuredTaskScope.join}, which JDK 25 has as a preview. */
class ScopeIT {

    private static final String PREVIEW = "--enable-preview";

    @BeforeEach
    void onlyWithThePreview() {
        assumeTrue(Runtime.version().feature() == 25, "a preview, of this shape only on JDK 25");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "cancel,platform",
        "cancel,virtual",
        "deadline,platform",
        "deadline,virtual",
        "done,platform",
        "done,virtual"
    })
    void aJoinEndsWithItsContextAndItsScopeClosesAsEver(String trigger, String thread) {
        WakeRow row = run(List.of(PREVIEW, "-javaagent:" + ChildJvm.AGENT), trigger, thread);
        row.expectWoken(".*:InterruptedException < "
                + (trigger.equals("deadline") ? "DeadlineExceededException" : "CanceledException")
                + ":ContextException:CancellationException.* < IllegalStateException.*");
    }

    @ParameterizedTest(name = "without the agent it stays blocked: {0}")
    @ValueSource(strings = {"platform", "virtual"})
    void aJoinStaysBlockedWithoutTheAgent(String thread) {
        assertThat(run(List.of(PREVIEW), "control", thread).woken()).isFalse();
    }

    @Test
    void aJoinThatIsOnlyObservedIsShownAndGoesOn() throws Exception {
        List<String> flags = List.of(PREVIEW, "-javaagent:" + ChildJvm.AGENT + "=mode=observe");
        try (ChildJvm jvm = ChildJvm.start(flags, EveryCallProgram.class, "scope", "virtual")) {
            BlockedIT.look(jvm, "observe", true);
        }
    }

    private static WakeRow run(List<String> flags, String trigger, String thread) {
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, "scope", trigger, thread)) {
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).hasSize(1);
            return rows.get(0);
        }
    }
}
