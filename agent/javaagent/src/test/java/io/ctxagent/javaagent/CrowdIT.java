package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import io.ctxagent.programs.CrowdProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A snapshot of a JVM with a hundred thousand contexts, and of one with as many virtual threads beside them. */
class CrowdIT {

    private static final int MANY = 100_000;
    private static final long MOST_BYTES = 15L << 20;
    private static final long LATEST_MICROS = 20_000;
    private static final int LOOKS = 3;

    /** The contexts themselves need half of it; a look that kept its text too would not find room. */
    @Test
    void aHundredThousandContextsNeedLittleMemory() throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmx48m")) {
            AttachReply reply = Inspection.attach(jvm, "");
            byte[] json = read(reply);
            assertThat(json.length).isLessThan((int) MOST_BYTES);
            Snapshot snapshot = SnapshotReader.read(new ByteArrayInputStream(json));
            assertThat(snapshot.counts().contexts().live()).isGreaterThan(MANY);
            assertThat(snapshot.contexts())
                    .hasSize(snapshot.counts().contexts().live())
                    .allMatch(context -> context.live() && context.keys().isEmpty());
            assertThat(snapshot.findings()).isEmpty();
            assertThat(jvm.err()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    @Test
    void nobodyHasToWaitForALookAtAHundredThousandContexts() throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmn200m")) {
            awaitUnnoticedLook(jvm, Inspection.attach(jvm, ""));
        }
    }

    @Test
    void looksAtAHundredThousandContextsSetOffHardlyAnyCollection() throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmn100m")) {
            awaitLooksBetweenCollections(jvm, Inspection.attach(jvm, ""));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void norDoThoseAtAsManyVirtualThreadsBesides() throws Exception {
        try (ChildJvm jvm = crowd(MANY, "-Xmn200m")) {
            awaitLooksBetweenCollections(jvm, Inspection.attach(jvm, ""));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aHundredThousandVirtualThreadsAreInItWithTheirCalls() throws Exception {
        try (ChildJvm jvm = crowd(MANY, "-Xmn300m")) {
            AttachReply reply = Inspection.attach(jvm, "");
            Snapshot snapshot = SnapshotReader.read(new ByteArrayInputStream(read(reply)));
            assertThat(snapshot.counts().threads().virtual()).isEqualTo(MANY);
            assertThat(snapshot.threads().stream()
                            .filter(thread -> thread.context() != null)
                            .map(ThreadInfo::blocked))
                    .as("half of them are in a call under a context each")
                    .hasSize(MANY / 2)
                    .allMatch(call -> call != null && call.forMillis() != null && call.cancellable());
        }
    }

    /** Other programs make the heart late as well, so one look of several is enough: a pause that looks need is in each. */
    private static void awaitUnnoticedLook(ChildJvm jvm, AttachReply reply) {
        Awaitility.await("no beat more than 20 ms late")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    latestMicros(jvm);
                    read(reply);
                    return latestMicros(jvm) < LATEST_MICROS;
                });
    }

    /** The first look makes what is made once; then so many must find room in one young generation, four fifths of which is for new objects. */
    private static void awaitLooksBetweenCollections(ChildJvm jvm, AttachReply reply) throws IOException {
        read(reply);
        long before = told(jvm, "COLLECTIONS ");
        for (int i = 0; i < LOOKS; i++) {
            read(reply);
        }
        assertThat(told(jvm, "COLLECTIONS ") - before).isLessThanOrEqualTo(1);
    }

    private static ChildJvm crowd(int threads, String heap) {
        ChildJvm jvm = ChildJvm.start(
                List.of(heap, "-javaagent:" + ChildJvm.AGENT),
                CrowdProgram.class,
                String.valueOf(MANY),
                String.valueOf(threads));
        jvm.awaitLine("READY"::equals);
        return jvm;
    }

    private static long latestMicros(ChildJvm jvm) throws IOException {
        return told(jvm, "LATE ");
    }

    private static long told(ChildJvm jvm, String what) throws IOException {
        int lines = jvm.out().size();
        jvm.process().getOutputStream().write('x');
        jvm.process().getOutputStream().flush();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> jvm.out().size() == lines + 2);
        return jvm.out().stream()
                .skip(lines)
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.substring(what.length())))
                .findFirst()
                .orElseThrow();
    }

    /** Without reading it meanwhile, which would take the processors from the JVM that is looked at. */
    private static byte[] read(AttachReply reply) throws IOException {
        try (SocketChannel channel = Inspection.connect(reply)) {
            new Request(Request.SNAPSHOT, Map.of("grace", "0ms"))
                    .write(new FrameWriter(Channels.newOutputStream(channel)));
            FrameReader frames = new FrameReader(Channels.newInputStream(channel));
            assertThat(Answer.read(frames)).isInstanceOf(Answer.Accepted.class);
            return new BodyInputStream(frames).readAllBytes();
        }
    }
}
