package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.GrpcProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** gRPC's contexts and ours, with a real server and client of grpc-java in a JVM of their own. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
class GrpcIT {

    private static final String CALL = "handler: context.UntilShutdown.request[demo.Queue/Take]";

    static Stream<String> threads() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
    }

    @ParameterizedTest
    @MethodSource("threads")
    void aHandlerObeysTheDeadlineOfItsCall(String threads) {
        assertThat(run("server-deadline", threads))
                .contains(CALL + ", told a deadline", "client: DEADLINE_EXCEEDED")
                .anyMatch(GrpcIT::endedInTime);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void aHandlerEndsWhenTheClientCancels(String threads) {
        assertThat(run("server-cancel", threads))
                .contains(CALL, "client: cancelled", "handler: context canceled, ContextInterruptedException");
    }

    @ParameterizedTest
    @MethodSource("threads")
    void theCallersDeadlineIsTheCalls(String threads) {
        assertThat(run("client-deadline", threads))
                .contains(CALL + ", told a deadline")
                .anyMatch(GrpcIT::endedInTime)
                .anyMatch(line -> line.startsWith("client: DEADLINE_EXCEEDED"));
    }

    @Test
    void anEarlierDeadlineOfTheCallStays() {
        assertThat(run("client-earlier", "platform"))
                .contains(CALL + ", told a deadline", "client: DEADLINE_EXCEEDED")
                .anyMatch(GrpcIT::endedInTime);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void theCallersCancelCancelsTheCall(String threads) {
        assertThat(run("client-cancel", threads))
                .contains(CALL, "client: CANCELLED < CanceledException < IOException")
                .contains("handler: context canceled, ContextInterruptedException");
    }

    @Test
    void underADoneContextNoCallIsMade() {
        assertThat(run("client-done", "platform")).containsExactly("client: CANCELLED < CanceledException", "END");
    }

    @Test
    void insideOfACallTheRightOneIsCurrent() {
        assertThat(run("inside", "platform"))
                .containsExactly(
                        "context.UntilShutdown.request[demo.Queue/Take]",
                        "forked: context.Background",
                        "after: true",
                        "shorter stays: true",
                        "below the root: true",
                        "child: context.UntilShutdown.request[demo.Queue/Take].withDeadline[grpc]",
                        "cancelled: true",
                        "wrapped: true",
                        "forked elsewhere: context.Background",
                        "END");
    }

    @Test
    void contextsWithoutACallAreLinkedToo() {
        assertThat(run("contexts", "platform"))
                .containsExactly(
                        "context.Background.withCancel[grpc]",
                        "context.Background.withCancel[grpc].withDeadline[grpc]",
                        "bounded: true",
                        "both done: true true by java.io.IOException: over",
                        "timed: io.ctxagent.context.DeadlineExceededException: context deadline exceeded",
                        "outside: context.Background",
                        "END");
    }

    @Test
    void aCallIsInTheTreeWithItsDeadlineAndItsThread() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", GrpcProgram.class, "stay", "platform")) {
            jvm.awaitLine("READY"::equals);
            Snapshot seen = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of());
            ContextInfo call = seen.contexts().stream()
                    .filter(context -> "demo.Queue/Take".equals(context.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(call.kind()).isEqualTo("request");
            assertThat(call.remainingMillis()).isBetween(1L, 300_000L);
            assertThat(call.threads()).hasSize(1);
            assertThat(seen.agent().hooks())
                    .filteredOn(hook -> hook.family().equals("grpc"))
                    .hasSize(5)
                    .allMatch(hook -> hook.state().equals("bound"));
            assertThat(seen.findings()).isEmpty();
        }
    }

    @Test
    void threadsThatWorkForAllInheritNothingFromTheFirstCaller() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("grace=1ms", GrpcProgram.class, "loops", "platform")) {
            jvm.awaitLine("READY"::equals);
            Snapshot seen = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of());
            assertThat(seen.threads())
                    .filteredOn(thread -> thread.name().startsWith("grpc-"))
                    .isNotEmpty()
                    .allMatch(thread -> thread.context() == null);
            assertThat(seen.findings()).noneMatch(finding -> finding.rule().equals("CTX104"));
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.out()).contains("client: DEADLINE_EXCEEDED", "END");
        }
    }

    @Test
    void aContextThatIsDroppedIsForgotten() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", GrpcProgram.class, "dropped", "platform")) {
            jvm.awaitLine("READY"::equals);
            assertThat(jvm.out()).contains("linked: 0");
            Snapshot seen = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of());
            assertThat(seen.findings()).isEmpty();
            assertThat(seen.contexts()).noneMatch(context -> "grpc".equals(context.name()));
        }
    }

    @Test
    void afterALateAttachACallThatComesIsInTheTree() throws Exception {
        try (ChildJvm jvm =
                ChildJvm.start(List.of("-XX:+EnableDynamicAgentLoading"), GrpcProgram.class, "late", "platform")) {
            jvm.awaitLine("READY"::equals);
            var reply = Inspection.attach(jvm, ",mode=enforce");
            assertThat(Inspection.snapshot(reply, Map.of()).agent().hooks())
                    .filteredOn(hook -> hook.family().equals("grpc"))
                    .hasSize(5);
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            assertThat(jvm.awaitLine(GrpcIT::endedInTime)).isNotNull();
        }
    }

    /** The control: gRPC tells the client, and nobody tells the handler. */
    @ParameterizedTest
    @MethodSource("threads")
    void withoutTheAgentTheHandlerStaysBlocked(String threads) {
        for (String story : List.of("server-deadline", "server-cancel")) {
            assertThat(runWithout(story, threads))
                    .contains("handler: context.Background" + told(story))
                    .contains("handler: still blocked");
        }
    }

    /** By the server's deadline, or by the client, whose own has passed and whose cancel may be there first. */
    private static boolean endedInTime(String line) {
        return line.equals("handler: context deadline exceeded, ContextInterruptedException")
                || line.equals("handler: context canceled, ContextInterruptedException");
    }

    private static String told(String story) {
        return story.equals("server-deadline") ? ", told a deadline" : "";
    }

    @Test
    void withPropagationSwitchedOffNothingIsLinked() {
        try (ChildJvm jvm = ChildJvm.withAgent("propagate=off", GrpcProgram.class, "server-deadline", "platform")) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.out()).contains("handler: still blocked");
        }
    }

    private static List<String> run(String story, String threads) {
        try (ChildJvm jvm = ChildJvm.withAgent("", GrpcProgram.class, story, threads)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s %s", jvm.out(), jvm.err())
                    .isZero();
            return jvm.out();
        }
    }

    private static List<String> runWithout(String story, String threads) {
        try (ChildJvm jvm = ChildJvm.withoutAgent(GrpcProgram.class, story, threads)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s %s", jvm.out(), jvm.err())
                    .isZero();
            return jvm.out();
        }
    }
}
