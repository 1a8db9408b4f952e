package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.BlockedBeforeProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that are blocked when the agent arrives, in each call of {@link WakeIT} and {@link CallsIT}: their stacks tell what in,
 * and nobody can wake them. The next call of each obeys its context.
 */
class BlockedBeforeIT {

    /** A queue that the application wrote is known by its hook; its stack shows the wait inside it. */
    private static final String JDK = BlockedIT.WAKEABLE.replace("own-queue,", "");

    /** All of them are for {@code scripts/test --all}: each takes ten seconds. */
    private static final boolean EVERY = Boolean.getBoolean("ctx.test.all");

    static Stream<Arguments> kinds() {
        return threads()
                .filter(thread -> EVERY || WakeRow.threads().endsWith(thread))
                .flatMap(thread -> modes().map(mode -> Arguments.of(JDK, thread, mode)));
    }

    static Stream<String> modes() {
        return EVERY ? Stream.of("enforce", "observe") : Stream.of("enforce");
    }

    @ParameterizedTest(name = "{0}, {1} threads, {2}")
    @MethodSource("kinds")
    void areShownAsBlockedAndTheirNextCallObeys(String families, String thread, String mode) throws Exception {
        try (ChildJvm jvm = start(families, thread)) {
            AttachReply reply = lookAtWhatWasThere(jvm, mode, thread.equals("virtual"));
            tell(jvm);
            jvm.awaitLine("AGAIN"::equals);
            Snapshot again = snapshot(reply);
            for (ShownCase each : ShownCase.of(jvm)) {
                BlockedInfo blocked = each.in(again).blocked();
                assertThat(blocked).as("%s: %s", each, each.in(again)).isNotNull();
                assertThat(blocked.call()).as(each.name()).isEqualTo(each.call());
                assertThat(blocked.family()).as(each.name()).isEqualTo(each.familyShown());
                assertThat(blocked.cancellable()).as(each.name()).isTrue();
                assertThat(blocked.forMillis()).as(each.name()).isNotNull();
            }
            tell(jvm);
            jvm.awaitLine("TOLD"::equals);
            if (mode.equals("observe")) {
                assertThat(jvm.out()).noneMatch(line -> line.startsWith("NEXT "));
            } else {
                ShownCase.of(jvm).forEach(each -> expectEnded(jvm, each));
            }
            tell(jvm);
        }
    }

    private static void expectEnded(ChildJvm jvm, ShownCase each) {
        String next = "NEXT " + each.number() + "|";
        String thrown = jvm.awaitLine(line -> line.startsWith(next)).substring(next.length());
        boolean nothing = each.name().startsWith("Selector.") || each.name().equals("HttpClient.close");
        assertThat(thrown).as(each.name()).matches(nothing ? "" : ".*CanceledException:ContextException.*");
    }

    /** The wait for a name ends when the file of names does. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void whatCannotBeWokenIsRefusedTheNextTime(String thread) throws Exception {
        Path names = Files.createTempDirectory("hosts").resolve("hosts");
        assertThat(new ProcessBuilder("mkfifo", names.toString()).start().waitFor())
                .isZero();
        // Each call in the operating system holds its carrier.
        List<String> flags = List.of("-Djdk.net.hosts.file=" + names, "-Djdk.virtualThreadScheduler.parallelism=16");
        try (ChildJvm jvm = ChildJvm.start(flags, BlockedBeforeProgram.class, "unwakeable", thread)) {
            lookAtWhatWasThere(jvm, "enforce", thread.equals("virtual"));
            tell(jvm);
            tell(jvm);
            jvm.awaitLine("TOLD"::equals);
            assertThat(jvm.out()).noneMatch(line -> line.startsWith("NEXT "));
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            Files.writeString(names, "127.0.0.1 name.invalid\n");
            List<ShownCase> refused = ShownCase.of(jvm).stream()
                    .filter(each -> each.name().matches("System.in.read|InetAddress.getByName"))
                    .toList();
            assertThat(refused).hasSize(2).allSatisfy(each -> expectEnded(jvm, each));
        } finally {
            Files.delete(names);
            Files.delete(names.getParent());
        }
    }

    static Stream<String> threads() {
        return Stream.of(WakeRow.threads().split(","));
    }

    /** On platform threads: it works in the thread that asks it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("modes")
    void aDatabaseIsShownToo(String mode) throws Exception {
        areShownAsBlockedAndTheirNextCallObeys("h2", "platform", mode);
    }

    @Test
    void noFamilyIsLeftOut() {
        List<String> shown = new ArrayList<>(List.of((JDK + ",jdbc,dns,input").split(",")));
        // Contexts are handed over, linked or made there, and a park is shown as a lock.
        shown.addAll(List.of("grpc", "http", "propagate", "park"));
        assertThat(shown).contains(Stream.of(Family.all()).map(Family::id).toArray(String[]::new));
    }

    private static ChildJvm start(String families, String thread) {
        return ChildJvm.start(
                List.of("-Djdk.virtualThreadScheduler.parallelism=24"), BlockedBeforeProgram.class, families, thread);
    }

    private static AttachReply lookAtWhatWasThere(ChildJvm jvm, String mode, boolean virtual) throws Exception {
        jvm.awaitLine(line -> line.startsWith("PORT "));
        AttachReply reply = Inspection.attach(jvm, ",mode=" + mode);
        Snapshot snapshot = snapshot(reply);
        List<ShownCase> cases = ShownCase.of(jvm);
        assertThat(cases).isNotEmpty();
        assertThat(cases)
                .filteredOn(each -> each.family().equals("pipe"))
                .as("pipes are shown")
                .satisfiesAnyOf(
                        pipes -> assertThat(pipes).isEmpty(),
                        pipes -> assertThat(pipes)
                                .anyMatch(each -> each.in(snapshot).blocked() != null));
        for (ShownCase each : cases) {
            ThreadInfo thread = each.in(snapshot);
            BlockedInfo blocked = thread.blocked();
            if (each.sendsFile() && blocked == null || waitsAgain(each, blocked) || ofApplications(each)) {
                continue;
            }
            assertThat(thread.context()).as(each.name()).isEqualTo(each.contextId(snapshot));
            assertThat(blocked).as("%s: %s", each, thread).isNotNull();
            assertThat(blocked.family()).as("%s: %s", each, thread).isEqualTo(each.familyShown());
            assertThat(blocked.call()).as("%s: %s", each, thread).isEqualTo(each.call());
            assertThat(blocked.cancellable()).as(each.name()).isFalse();
            assertThat(blocked.forMillis()).as(each.name()).isNull();
            assertThat(thread.virtual()).isEqualTo(virtual);
            if (!virtual) {
                assertThat(thread.site())
                        .as("%s: its class was woven, and yet it has a line: %s", each.name(), thread.stack())
                        .matches("io\\.ctxagent\\.programs\\..*\\(\\w+\\.java:\\d+\\)");
            }
        }
        return reply;
    }

    /** Known by their hooks, as those of the family that is left out; a stack shows what they wait in. */
    private static boolean ofApplications(ShownCase each) {
        return each.frame().startsWith("Own") || each.name().startsWith("own Process");
    }

    /** A pipe waits a second at a time, so it may be about to wait anew, or do so in a call that has a hook. */
    private static boolean waitsAgain(ShownCase each, BlockedInfo blocked) {
        return each.family().equals("pipe")
                && (blocked == null || blocked.call().equals("Object.wait"));
    }

    private static Snapshot snapshot(AttachReply reply) throws IOException {
        return Inspection.snapshot(reply, Map.of("grace", "0ms", "stacks", "true"));
    }

    private static void tell(ChildJvm jvm) throws IOException {
        String port = jvm.awaitLine(line -> line.startsWith("PORT ")).substring("PORT ".length());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.getOutputStream().write(1);
        }
    }
}
