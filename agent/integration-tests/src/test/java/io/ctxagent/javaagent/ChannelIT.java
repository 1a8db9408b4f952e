package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.BlockedProgram;
import io.ctxagent.programs.ChannelProgram;
import io.ctxagent.programs.DatagramRaceProgram;
import io.ctxagent.programs.SelectorLoopProgram;
import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagram sockets, channels, selectors, file locks and piped streams, where {@link WakeIT} does not look. */
class ChannelIT {

    /** The families, as {@link WakeProgram} takes them. */
    static final String FAMILIES = "datagram,channel,selector,filelock,pipe";

    static List<String> threads() {
        return Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void whatIsLeftAloneAndWhatIsLeftBehind(String thread) {
        try (ChildJvm jvm = ChildJvm.withAgent("", ChannelProgram.class, thread)) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).hasSize(6).allMatch(line -> line.endsWith(": kept"));
        }
    }

    @Test
    void anEventLoopUnderAContextThatIsDoneServesAndDoesNotSpin() {
        try (ChildJvm jvm = ChildJvm.withAgent("", SelectorLoopProgram.class)) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).hasSize(3);
            assertThat(numbers(jvm.out().get(0), "entered: served (\\d+) of (\\d+), selects (\\d+)"))
                    .satisfies(found -> assertThat(found[0]).isEqualTo(found[1]))
                    .satisfies(found -> assertThat(found[2]).isBetween(10L, 80L));
            assertThat(numbers(jvm.out().get(1), "inherited: served (\\d+) of (\\d+), selects (\\d+)"))
                    .satisfies(found -> assertThat(found[0]).isEqualTo(found[1]))
                    .satisfies(found -> assertThat(found[2]).isBetween(10L, 30L));
            assertThat(numbers(jvm.out().get(2), "http: 204 204 204, (\\d+) ms")[0])
                    .isLessThan(300);
        }
    }

    private static long[] numbers(String line, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        long[] numbers = new long[matcher.groupCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(matcher.group(i + 1));
        }
        return numbers;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aDatagramThatArrivesWithTheCancelIsNotLost(String thread) {
        try (ChildJvm jvm = ChildJvm.withAgent("", DatagramRaceProgram.class, thread, "600")) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.err()).isEmpty();
            long[] found = numbers(String.join("", jvm.out()), "received (\\d+), left (\\d+)");
            assertThat(found[0] + found[1]).isEqualTo(600);
        }
    }

    @Test
    void aLateAttachWakesThemToo() throws Exception {
        List<WakeRow> rows = WakeRow.runAttached(FAMILIES, "cancel", WakeRow.threads());
        assertThat(rows).hasSizeGreaterThan(35);
        rows.forEach(new Outcomes(rows)::expect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aSnapshotTellsWhatABlockedCallWorksOn(String thread) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", BlockedProgram.class, thread)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            Snapshot snapshot = Inspection.snapshot(reply, Map.of("grace", "0ms"));
            assertBlocked(snapshot, "datagram", "DatagramSocket.receive", "local=/127.0.0.1:");
            assertBlocked(snapshot, "channel", "SocketChannel.read", "remote=/127.0.0.1:");
            assertBlocked(snapshot, "selector", "Selector.select", "1 keys");
            assertBlocked(snapshot, "filelock", "FileChannel.lock", "lock");
            assertBlocked(snapshot, "pipe", "PipedInputStream.read", "java.io.PipedInputStream@");
            assertThat(snapshot.threads())
                    .filteredOn(other -> other.name().contains("Poller"))
                    .hasSizeGreaterThan(thread.equals("virtual") ? 1 : -1)
                    .allMatch(other -> other.context() == null, "the JDK's own threads run under no context");
        }
    }

    private static void assertBlocked(Snapshot snapshot, String family, String call, String target) {
        BlockedInfo blocked = snapshot.threads().stream()
                .filter(thread -> family.equals(thread.name()))
                .map(ThreadInfo::blocked)
                .findFirst()
                .orElseThrow();
        assertThat(blocked.family()).isEqualTo(family);
        assertThat(blocked.call()).isEqualTo(call);
        assertThat(blocked.target()).contains(target);
        assertThat(blocked.cancellable()).isTrue();
        assertThat(blocked.forMillis()).isNotNull();
    }
}
