package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot of a JVM with a hundred thousand contexts, and of one with as many virtual threads beside them. */
class CrowdIT {

    private static final int MANY = 100_000;
    /** With a place of such a length it is no more than 15 MB: {@code com.acme.orders.OrderService.find(OrderService.java:42)}. */
    private static final int SITE = 54;

    private static final long MOST_BYTES = 15_000_000;
    private static final long LATEST_MICROS = 20_000;
    private static final int LOOKS = 3;

    /** The contexts themselves need half of it; a look that kept its text too would not find room. */
    @Test
    void aHundredThousandContextsNeedLittleMemory() throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmx48m")) {
            AttachReply reply = Inspection.attach(jvm, "");
            byte[] json = read(reply);
            Snapshot snapshot = SnapshotReader.read(new ByteArrayInputStream(json));
            assertThat(snapshot.counts().contexts().live()).isGreaterThan(MANY);
            assertThat(snapshot.contexts())
                    .hasSize(snapshot.counts().contexts().live())
                    .allMatch(context -> context.live() && context.keys().isEmpty());
            assertThat(snapshot.findings()).isEmpty();
            long sites = snapshot.contexts().stream()
                    .map(ContextInfo::site)
                    .filter(Objects::nonNull)
                    .mapToLong(String::length)
                    .sum();
            assertThat(sites).as("each has its own").isGreaterThan(MANY * 40L);
            assertThat(json.length - sites + (long) SITE * MANY).isLessThan(MOST_BYTES);
            assertThat(jvm.err()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    @Test
    void nobodyHasToWaitForALookAtAHundredThousandContexts() throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmn200m")) {
            awaitUnnoticedLook(jvm, Inspection.attach(jvm, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void looksAtAHundredThousandContextsSetOffNoCollection(String collector) throws Exception {
        try (ChildJvm jvm = crowd(0, "-Xmn32m", "-XX:-UseSerialGC", collector)) {
            assertNoCollection(jvm, Inspection.attach(jvm, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void norDoThoseAtAsManyVirtualThreadsBesides(String collector) throws Exception {
        try (ChildJvm jvm = crowd(MANY, "-Xmn96m", "-XX:-UseSerialGC", collector)) {
            assertNoCollection(jvm, Inspection.attach(jvm, ""));
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

    /** The first look makes what is made once; then so many find room together in a young generation that is empty. */
    private static void assertNoCollection(ChildJvm jvm, AttachReply reply) throws IOException {
        read(reply);
        long before = told(jvm, 'g', "COLLECTIONS ");
        for (int i = 0; i < LOOKS; i++) {
            read(reply);
        }
        assertThat(told(jvm, 'x', "COLLECTIONS ")).isEqualTo(before);
    }

    private static ChildJvm crowd(int threads, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("-javaagent:" + ChildJvm.AGENT);
        ChildJvm jvm = ChildJvm.start(all, CrowdProgram.class, String.valueOf(MANY), String.valueOf(threads));
        jvm.awaitLine("READY"::equals);
        return jvm;
    }

    private static long latestMicros(ChildJvm jvm) throws IOException {
        return told(jvm, 'x', "LATE ");
    }

    private static long told(ChildJvm jvm, char command, String what) throws IOException {
        int lines = jvm.out().size();
        jvm.process().getOutputStream().write(command);
        jvm.process().getOutputStream().flush();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> jvm.out().size() == lines + 3);
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
