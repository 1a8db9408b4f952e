package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.Request;
import io.ctxagent.programs.ServiceProgram;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The inspection socket of a running JVM, with the agent from its start and attached later. */
class AttachIT {

    private final SocketDirectories directories = new SocketDirectories();

    @Test
    void anAgentFromTheStartShowsTheTreeWithSitesOwnersAndBlockedCalls() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Snapshot snapshot = awaitBlocked(reply);
            assertThat(snapshot.agent().loaded()).isEqualTo("startup");
            assertThat(snapshot.agent().mode()).isEqualTo("enforce");
            assertThat(snapshot.agent().complete()).isTrue();
            assertThat(snapshot.agent().hooks()).extracting(HookInfo::state).doesNotContain("missing", "degraded");
            ContextInfo job = named(snapshot, "job");
            assertThat(job.kind()).isEqualTo("withTimeout");
            assertThat(job.state()).isEqualTo("live");
            assertThat(job.parent()).isEqualTo(named(snapshot, "server").id());
            assertThat(job.keys()).containsExactly("traceId");
            assertThat(job.site()).startsWith("io.ctxagent.programs.ServiceProgram.main(ServiceProgram.java:");
            assertThat(job.remainingMillis()).isBetween(3_000_000L, 3_600_000L);
            ThreadInfo worker = worker(snapshot);
            assertThat(job.threads()).containsExactly(worker.id());
            assertThat(worker.blocked().call()).isEqualTo("LinkedBlockingQueue.take");
            assertThat(worker.blocked().family()).isEqualTo("queue");
            assertThat(worker.blocked().cancellable()).isTrue();
            assertThat(worker.blocked().forMillis()).isNotNull();
        }
    }

    @Test
    void aLateAttachShowsWhatWasThereBeforeAndSaysWhatItCannotKnow() throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Snapshot snapshot = awaitBlocked(reply);
            assertThat(snapshot.agent().loaded()).isEqualTo("attached");
            assertThat(snapshot.agent().mode()).isEqualTo("observe");
            assertThat(snapshot.agent().complete()).isFalse();
            assertThat(snapshot.findings()).anySatisfy(finding -> {
                assertThat(finding.rule()).isEqualTo("CTX901");
                assertThat(finding.message()).contains("attached");
            });
            ContextInfo job = named(snapshot, "job");
            assertThat(job.parent()).isEqualTo(named(snapshot, "server").id());
            assertThat(job.keys()).containsExactly("traceId");
            assertThat(job.site()).isNull();
            ThreadInfo worker = worker(snapshot);
            assertThat(worker.context()).isEqualTo(job.id());
            assertThat(worker.blocked().call()).isEqualTo("LinkedBlockingQueue.take");
            assertThat(worker.blocked().forMillis()).isNull();
            assertThat(worker.blocked().cancellable()).isFalse();
        }
    }

    @Test
    void theNextCallOfAThreadThatWasBlockedAtTheAttachIsRecorded() throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            send(jvm, 'x');
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> worker(Inspection.snapshot(reply, Map.of("grace", "0ms")))
                                    .blocked()
                                    .forMillis()
                            != null);
        }
    }

    @Test
    void aLateAttachThatIsToldToEnforceEndsCallsThatBeginAfterIt() throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, ",mode=enforce");
            send(jvm, 'x');
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Boolean.TRUE.equals(worker(Inspection.snapshot(reply, Map.of("grace", "0ms")))
                            .blocked()
                            .cancellable()));
            send(jvm, 'c');
            assertThat(jvm.awaitLine(line -> line.startsWith("ENDED")))
                    .isEqualTo("ENDED io.ctxagent.context.CanceledException: context canceled");
        }
    }

    private static void send(ChildJvm jvm, char command) throws IOException {
        jvm.process().getOutputStream().write(command);
        jvm.process().getOutputStream().flush();
    }

    @Test
    void valuesAreNowhereInASnapshot() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("stacks=full", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("stacks", "true"));
            assertThat(snapshot.toString()).contains("traceId").doesNotContain("secret-value");
        }
    }

    @Test
    void theSocketIsForThisUserAloneAndGoneAfterTheEnd() throws Exception {
        Path directory;
        try (ChildJvm jvm = ChildJvm.withAgent("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            assertThat(directories.of(jvm.pid()))
                    .as("nothing listens before a tool asks")
                    .isEmpty();
            AttachReply.Listening reply = (AttachReply.Listening) Inspection.attach(jvm, "");
            directory = Path.of(reply.socket()).getParent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            assertThat(((AttachReply.Listening) Inspection.attach(jvm, "")).socket())
                    .as("asked twice, one socket")
                    .isEqualTo(reply.socket());
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(20))).isZero();
        }
        assertThat(directory).doesNotExist();
    }

    /** The sockets that the JVM has open, looked up among those of the system that listen. */
    @Test
    void nothingListensOnTheNetwork() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            awaitBlocked(Inspection.attach(jvm, ""));
            Set<String> open = new HashSet<>();
            try (Stream<Path> files = Files.list(Path.of("/proc/" + jvm.pid() + "/fd"))) {
                files.map(AttachIT::linked)
                        .filter(target -> target.startsWith("socket:["))
                        .forEach(target -> open.add(target.substring(8, target.length() - 1)));
            }
            assertThat(open).as("the one that listens").isNotEmpty();
            for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
                Path file = Path.of("/proc/" + jvm.pid() + "/net/" + table);
                if (Files.exists(file)) { // no IPv6 here
                    assertThat(Files.readAllLines(file).stream().skip(1))
                            .noneMatch(line -> open.contains(line.strip().split(" +")[9]));
                }
            }
        }
    }

    private static String linked(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** Loading the agent again would do it as well, and have the JVM warn of it from 21 on. */
    @Test
    void anAgentFromTheStartTellsItsSocketWithoutBeingLoadedAgain() throws Exception {
        try (ChildJvm jvm = ChildJvm.start(
                List.of("-XX:-EnableDynamicAgentLoading", "-javaagent:" + ChildJvm.AGENT), ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            String socket = Inspection.socketProperty(jvm);
            assertThat(directories.of(jvm.pid()))
                    .containsExactly(Path.of(socket).getParent());
            assertThat(Inspection.socketProperty(jvm))
                    .as("asked twice, one socket")
                    .isEqualTo(socket);
            AttachReply reply = Inspection.listening(jvm, socket);
            assertThat(awaitBlocked(reply).agent().loaded()).isEqualTo("startup");
            Inspection.detach(reply);
            assertThat(Inspection.socketProperty(jvm)).as("after it left").isNull();
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void withSocketStartItListensWhereNobodyMayAttach() throws Exception {
        try (ChildJvm jvm = ChildJvm.start(
                List.of("-XX:+DisableAttachMechanism", "-javaagent:" + ChildJvm.AGENT + "=socket=start"),
                ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Path socket = Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> directories.of(jvm.pid()).stream()
                                    .map(directory -> directory.resolve("socket"))
                                    .filter(Files::exists)
                                    .findFirst(),
                            java.util.Optional::isPresent)
                    .orElseThrow();
            awaitBlocked(Inspection.listening(jvm, socket.toString()));
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void aSocketThatIsSwitchedOffIsRefusedInOneLine() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("socket=off", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            assertThat(Inspection.attach(jvm, ""))
                    .isInstanceOfSatisfying(
                            AttachReply.Failed.class,
                            failed -> assertThat(failed.error()).contains("socket=off"));
            assertThat(Inspection.socketProperty(jvm)).startsWith("refused: ").contains("socket=off");
            assertThat(directories.of(jvm.pid())).isEmpty();
        }
    }

    @Test
    void verbsThatAreNotOnTheListAndGarbageAreRefusedAndTheAgentGoesOn() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            assertThat(Inspection.ask(reply, new Request("execute", Map.of()))).isInstanceOf(Answer.Refused.class);
            assertThat(Inspection.ask(reply, new Request(Request.SNAPSHOT, Map.of("grace", "soon"))))
                    .isInstanceOf(Answer.Refused.class);
            try (SocketChannel channel = Inspection.connect(reply)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[] {127, 127, 127, 127, 1, 2, 3}));
            }
            assertThat(Inspection.ask(reply, new Request(Request.PING, Map.of())))
                    .isInstanceOf(Answer.Accepted.class);
            assertThat(jvm.err()).noneMatch(line -> line.contains("Exception"));
        }
    }

    /** The worker may be between its start and its first call. */
    private static Snapshot awaitBlocked(AttachReply reply) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> Inspection.snapshot(reply, Map.of("grace", "100ms")),
                        snapshot -> worker(snapshot).blocked() != null);
    }

    private static ThreadInfo worker(Snapshot snapshot) {
        String job = named(snapshot, "job").id();
        return snapshot.threads().stream()
                .filter(thread -> job.equals(thread.context()))
                .findFirst()
                .orElseThrow();
    }

    private static ContextInfo named(Snapshot snapshot, String name) {
        return snapshot.contexts().stream()
                .filter(context -> name.equals(context.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + snapshot.contexts()));
    }
}
