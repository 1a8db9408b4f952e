package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.DroppedTasksProgram;
import io.ctxagent.programs.HandOverProgram;
import io.ctxagent.programs.StageProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context goes along to ForkJoinPool, streams, timers and the stages of CompletableFuture; nothing is left of what is dropped. */
class HandOverIT {

    private static final boolean ON_25 = Runtime.version().feature() >= 25;

    @ParameterizedTest
    @ValueSource(strings = {"mode=enforce", "mode=observe"})
    void tasksRunUnderTheContextTheyWereHandedOverUnder(String options) {
        List<String> expected = new ArrayList<>(List.of(
                "ForkJoinPool.submit=r1",
                "ForkJoinPool.execute=r1",
                "ForkJoinPool.invoke=r1",
                "fork=[r1]",
                "ForkJoinTask.invoke=r1",
                "worker afterwards=[context.Background]",
                "helped=nobody's null, others r2, outside null, own r1, then r1",
                "parallel stream=[r1]",
                "common pool afterwards=[context.Background]",
                "Timer, once=r1",
                "Timer, periodic=null",
                "Timer, without a context=null"));
        if (ON_25) {
            expected.addAll(
                    List.of("StructuredTaskScope.fork=r1", "ForkJoinPool.schedule=r1", "ForkJoinPool, periodic=null"));
        }
        expected.add("END");
        assertThat(run(HandOverProgram.class, options)).containsExactlyElementsOf(expected);
    }

    @Test
    void withoutTheAgentTasksHaveNone() {
        List<String> seen = run(HandOverProgram.class, null);
        assertThat(seen)
                .contains(
                        "ForkJoinPool.submit=null",
                        "ForkJoinPool.execute=null",
                        "fork=[null]",
                        "helped=nobody's r1, others r1, outside null, own r1, then r1",
                        "parallel stream=[null, r1]",
                        "Timer, once=null",
                        "END");
        if (ON_25) {
            assertThat(seen).contains("StructuredTaskScope.fork=null", "ForkJoinPool.schedule=null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode=enforce", "mode=observe"})
    void functionsRunUnderTheContextTheyWereAttachedUnder(String options) {
        List<String> seen = run(StageProgram.class, options);
        assertThat(seen).hasSize(33).endsWith("END");
        assertThat(seen.subList(0, 24)).allMatch(line -> line.endsWith("=r1 null"));
        assertThat(seen.subList(24, 32)).allMatch(line -> line.endsWith("=r1"));
    }

    @Test
    void withoutTheAgentFunctionsHaveWhatWhoeverCompletesHas() {
        List<String> seen = run(StageProgram.class, null);
        assertThat(seen)
                .contains(
                        "thenApply=r2 r2",
                        "thenApplyAsync=null null",
                        "handle=r2 r2",
                        "runAfterEither=r2 r2",
                        "supplyAsync=null",
                        "delayedExecutor=null",
                        "sendAsync.thenApplyAsync=null",
                        "END");
    }

    @Test
    void nothingIsKeptOfATaskThatNeverRunsAndExecutorsGiveBackWhatTheyWereGiven() {
        assertThat(run(DroppedTasksProgram.class, ""))
                .containsExactly(
                        "rejected=true",
                        "removed=true",
                        "cancelled=true",
                        "purged=true",
                        "shutdownNow=true",
                        "delayed, shut down=true",
                        "TimerTask.cancel=true",
                        "unforked=true",
                        "timer dropped=true",
                        "ForkJoinPool.shutdownNow=true",
                        "stage dropped=true",
                        "polled from the queue=true",
                        "comparator=true",
                        "cast=true",
                        "rejected handler=true",
                        "given back=true",
                        "END");
    }

    /** {@code options} null: without the agent. */
    private static List<String> run(Class<?> program, String options) {
        List<String> flags = new ArrayList<>(List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"));
        if (ON_25) {
            flags.add("--enable-preview");
        }
        if (options != null) {
            flags.add("-javaagent:" + ChildJvm.AGENT + (options.isEmpty() ? "" : "=" + options));
        }
        try (ChildJvm jvm = ChildJvm.start(flags, program)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).isEmpty();
            return jvm.out();
        }
    }
}
