package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.EveryCallProgram;
import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.ArrayList;
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
        WakeIT.Row row = run(List.of(PREVIEW, "-javaagent:" + ChildJvm.AGENT), trigger, thread);
        assertThat(row.woken()).isTrue();
        assertThat(row.complaint()).isEmpty();
        assertThat(row.interrupted()).isFalse();
        assertThat(row.thrown())
                .matches(".*:InterruptedException < "
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
        try (ChildJvm jvm = ChildJvm.start(flags, EveryCallProgram.class, "scope", "virtual", "")) {
            BlockedIT.look(jvm, "observe", true);
        }
    }

    private static WakeIT.Row run(List<String> flags, String trigger, String thread) {
        try (ChildJvm jvm = ChildJvm.start(new ArrayList<>(flags), WakeProgram.class, "scope", trigger, thread)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).hasSize(2).endsWith("END");
            return WakeIT.Row.of(jvm.out().get(0));
        }
    }
}
