package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.OldWorkersProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of pools that were there before the agent run tasks under the context of whoever submits them after it. */
class OldWorkersIT {

    @TempDir
    private Path cache;

    /** The second time from the cache. */
    @RepeatedTest(2)
    void tasksSubmittedAfterALateAttachRunUnderTheirContext(RepetitionInfo repetition) throws Exception {
        if (repetition.getCurrentRepetition() == 2) {
            run(",mode=enforce,cache=" + cache);
        }
        assertThat(run(",mode=enforce,cache=" + cache))
                .containsExactly(
                        "READY",
                        "fixed execute=r1 submit=r1 none=null",
                        "cached execute=r1 submit=r1 none=null",
                        "single execute=r1 submit=r1 none=null",
                        "scheduled execute=r1 submit=r1 none=null",
                        "silent execute=r1 submit=r1 none=null",
                        "derived execute=r1 submit=r1 none=null",
                        "busy execute=r1 submit=r1 none=null",
                        "schedule=r1",
                        "shutdown inside=r1",
                        "wake=ContextInterruptedException",
                        "END");
    }

    @Test
    void withoutTheAgentTheyDoNot() throws Exception {
        assertThat(run(null))
                .contains(
                        "fixed execute=null submit=null none=null",
                        "silent execute=null submit=null none=null",
                        "schedule=null",
                        "wake=null");
    }

    private static List<String> run(String options) throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(OldWorkersProgram.class)) {
            jvm.awaitLine("READY"::equals);
            if (options != null) {
                Inspection.attach(jvm, options);
            }
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            return jvm.out();
        }
    }
}
