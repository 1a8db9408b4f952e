package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.DeepGuardProgram;
import io.ctxagent.programs.GuardProgram;
import io.ctxagent.programs.PinnedProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an exception of the agent's would do lasting harm, there is none. */
class GuardIT {

    /** Also where exceptions do not say where they come from. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-XX:+StackTraceInThrowable", "-XX:-StackTraceInThrowable"})
    void nothingIsThrownWhereItWouldDoHarm(String flag) {
        List<String> expected = new ArrayList<>(List.of(
                "control=ContextInterruptedException",
                "class initialiser=1 byte read",
                "calls=channel:ContextClosedChannelException datagram:ContextSocketException"
                        + " lock:ContextFileLockException pipe:ContextInterruptedIOException select:0"
                        + " connection:SQLException statement:SQLException row:SQLException commit:SQLException",
                "calls in a class initialiser=channel:1 datagram:1 lock:true pipe:1 select:1"
                        + " connection:made statement:true row:true commit:made",
                "class initialiser that is cancelled=initialised",
                "class initialiser inside of a call=initialised, then ContextInterruptedException",
                "read in a class initialiser that is cancelled=7 read",
                "class loading=loaded",
                "locks=taken"));
        threads()
                .forEach(kind -> expected.add("without a wait, " + kind
                        + "=offer:true offer to a full one:false poll:element poll of an empty one:null hand over:false null"
                        + " tryLock:true tryAcquire:true of none:false take:ContextInterruptedException"));
        expected.add("uninterruptibly=element after 0");
        expected.add("uninterruptibly, by Guava=the result");
        expected.add("cleaner=context.Background");
        expected.add("shutdown hook=context.Background");
        try (ChildJvm jvm = ChildJvm.start(List.of(flag, "-javaagent:" + ChildJvm.AGENT), GuardProgram.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s", jvm.out())
                    .isEqualTo(3);
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactlyElementsOf(expected);
        }
    }

    /** Further out than the JVM shows of another thread's stack: 1024 frames by default, 6 by the option. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"-XX:MaxJavaStackTraceDepth=1024", "-XX:MaxJavaStackTraceDepth=6"})
    void nobodyIsWokenManyFramesBelowAClassInitialiser(String flag) {
        List<String> kinds = List.of(WakeRow.threads().split(","));
        List<String> expected = new ArrayList<>();
        for (String kind : kinds) {
            for (String call : List.of("wait", "take")) {
                expected.add(kind + " " + call + " below an initialiser=released");
            }
            for (String call : List.of("wait", "take")) {
                expected.add(kind + " " + call + " below a method=ContextInterruptedException");
            }
        }
        List<String> flags = List.of(flag, "-javaagent:" + ChildJvm.AGENT);
        try (ChildJvm jvm = ChildJvm.start(flags, DeepGuardProgram.class, kinds.toArray(String[]::new))) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as("%s", jvm.out())
                    .isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactlyElementsOf(expected);
        }
    }

    static Stream<String> threads() {
        return Stream.of(WakeRow.threads().split(","));
    }

    /** Below either of them a virtual thread waits on its carrier, and a platform thread like any other. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aNativeFrameIsNoHindranceAndAnInitialiserIsLeftAlone(String kind) throws Exception {
        List<String> flags = List.of(
                "-Djdk.reflect.useNativeAccessorOnly=true",
                "-Djdk.virtualThreadScheduler.parallelism=4",
                "-javaagent:" + ChildJvm.AGENT);
        try (ChildJvm jvm = ChildJvm.start(flags, PinnedProgram.class, kind)) {
            jvm.awaitLine("BLOCKED"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(blocked(Inspection.snapshot(reply, Map.of())))
                            .containsExactlyInAnyOrder(
                                    "take LinkedBlockingQueue.take, not cancellable",
                                    "read Socket.read, not cancellable"));
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(jvm.err()).allMatch(line -> line.startsWith("WARNING:"));
            assertThat(jvm.out())
                    .containsExactly(
                            "take below a native frame=ContextInterruptedException",
                            "read below a native frame=ContextSocketException",
                            "BLOCKED",
                            "take below an initialiser=got an element, then ContextInterruptedException",
                            "read below an initialiser=got 7, then ContextInterruptedException");
        }
    }

    private static List<String> blocked(Snapshot snapshot) {
        return snapshot.threads().stream()
                .filter(thread -> List.of("take", "read").contains(thread.name()) && thread.blocked() != null)
                .map(thread -> thread.name() + " " + thread.blocked().call()
                        + (thread.blocked().cancellable() ? "" : ", not cancellable"))
                .toList();
    }
}
