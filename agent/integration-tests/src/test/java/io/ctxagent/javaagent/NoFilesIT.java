package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import io.ctxagent.programs.NoFilesProgram;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A JVM that has no file descriptors left is in trouble enough: the agent, which cannot accept a client there, must not add to it. */
class NoFilesIT {

    private static final int FILES = 200;

    /** A thread that tries again at once uses all of it that it gets. */
    private static final long MOST_MICROS = 200_000;

    private static final Duration WATCHED = Duration.ofSeconds(2);

    @Test
    void whereNoClientCanBeAcceptedTheAgentWaitsAndGoesOnWhenOneCan() throws Exception {
        try (ChildJvm jvm = ChildJvm.withFiles(FILES, List.of("-javaagent:" + ChildJvm.AGENT), NoFilesProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            assertThat(Inspection.snapshot(reply, Map.of("grace", "0ms")).jvm().pid())
                    .isEqualTo(jvm.pid());
            // The file of that client's comes back when the agent is done with it.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                cpuMicros(jvm, 'o');
                return jvm.out().stream()
                        .filter(line -> line.startsWith("OPENED "))
                        .reduce((one, next) -> next)
                        .filter("OPENED 0"::equals)
                        .isPresent();
            });

            // Who waits for a client has a file for it already; this one takes that and says nothing. The next one has
            // to wait.
            try (SocketChannel silent = Inspection.connect(reply);
                    SocketChannel client = Inspection.connect(reply)) {
                new Request(Request.SNAPSHOT, Map.of("grace", "0ms"))
                        .write(new FrameWriter(Channels.newOutputStream(client)));
                long before = cpuMicros(jvm, 'x');
                assertThat(before).as("such a thread is there").isNotNegative();
                assertThat(silent.isConnected()).isTrue();
                Awaitility.await("the agent waits")
                        .during(WATCHED)
                        .atMost(Duration.ofSeconds(30))
                        .failFast(() -> cpuMicros(jvm, 'x') - before > MOST_MICROS)
                        .until(() -> cpuMicros(jvm, 'x') - before < MOST_MICROS);

                cpuMicros(jvm, 'c');
                FrameReader frames = new FrameReader(Channels.newInputStream(client));
                assertThat(Answer.read(frames)).isInstanceOf(Answer.Accepted.class);
                Snapshot waited = SnapshotReader.read(new BodyInputStream(frames));
                assertThat(waited.jvm().pid()).isEqualTo(jvm.pid());
            }
            assertThat(Inspection.snapshot(reply, Map.of("grace", "0ms")).jvm().pid())
                    .isEqualTo(jvm.pid());
        }
    }

    private static long cpuMicros(ChildJvm jvm, char command) throws IOException {
        int lines = jvm.out().size();
        jvm.process().getOutputStream().write(command);
        jvm.process().getOutputStream().flush();
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> jvm.out().subList(lines, jvm.out().size()).stream()
                                .filter(line -> line.startsWith("CPU "))
                                .mapToLong(line -> Long.parseLong(line.substring(4)))
                                .findFirst(),
                        java.util.OptionalLong::isPresent)
                .getAsLong();
    }
}
