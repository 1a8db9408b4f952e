package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.OldWorkersProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers of pools that were there before the agent run tasks under the context of whoever submits them after it. */
class OldWorkersIT {

    @Test
    void tasksSubmittedAfterALateAttachRunUnderTheirContext() throws Exception {
        assertThat(run(",mode=enforce"))
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
