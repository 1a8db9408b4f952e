package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.PropagationProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropagationIT {

    @Test
    void workRunsUnderTheContextItWasHandedOverUnder() {
        List<String> expected = new ArrayList<>(List.of("Thread.start=r1", "Thread subclass=r1"));
        if (Runtime.version().feature() >= 21) {
            expected.addAll(List.of("virtual thread=r1", "virtual thread per task=r1"));
        }
        expected.addAll(List.of(
                "submit=r1",
                "submit again=r1",
                "schedule=r1",
                "periodic=null",
                "one task three times=r1,r2,r3",
                "worker afterwards=context.Background",
                "task that was refused once=null",
                "END"));
        assertThat(run(true, "")).containsExactlyElementsOf(expected);
    }

    @Test
    void nothingIsHandedOverWhenItIsSwitchedOff() {
        assertThat(run(true, "propagate=off"))
                .contains("Thread.start=null", "submit=null", "one task three times=null,null,null");
    }

    @Test
    void nothingIsHandedOverWithoutTheAgent() {
        assertThat(run(false, "")).contains("Thread.start=null", "submit=null", "one task three times=null,null,null");
    }

    private static List<String> run(boolean agent, String options) {
        try (ChildJvm jvm = agent
                ? ChildJvm.withAgent(options, PropagationProgram.class)
                : ChildJvm.withoutAgent(PropagationProgram.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            return jvm.out();
        }
    }
}
