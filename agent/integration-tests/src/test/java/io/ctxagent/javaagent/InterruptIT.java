package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.WakeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The user's own interrupt of a call whose context is live: it ends as without the agent, by the JDK's own exception and with
 * the same status, or goes on. Virtual threads in the channel of a file are left out: the JDK's own interrupt of them hangs.
 */
class InterruptIT {

    static final List<String> AGENT = List.of("-javaagent:" + ChildJvm.AGENT);

    private static final String CALLS =
            "lock,sleep,wait,join,process,socket,httpclient,datagram,channel,selector,filelock,pipe,waits-h2";
    private static final String OTHERS = "queue,future,above-socket,more-futures,own-queue,tls";

    @Test
    void endsACallUnderALiveContextAsWithoutTheAgent() {
        // Both mostly wait.
        CompletableFuture<List<String>> without =
                CompletableFuture.supplyAsync(() -> ends(List.of(), CALLS, "interrupt", "platform"));
        List<String> with = ends(AGENT, CALLS, "interrupt", "platform");
        assertThat(with).hasSizeGreaterThan(70);
        for (String family : List.of("sleep", "wait", "process", "channel", "selector", "filelock", "pipe")) {
            assertThat(with).anyMatch(end -> end.startsWith(family + ", ") && end.contains(": by interrupt"));
        }
        for (String family : List.of("socket", "datagram")) {
            assertThat(with)
                    .filteredOn(end -> end.startsWith(family + ", ") && !end.matches(".* (behind|of a channel).*"))
                    .isNotEmpty()
                    .allMatch(end -> end.endsWith(": by release"));
        }
        assertThat(with).isEqualTo(without.join());
    }

    static Stream<String> threads() {
        return Stream.of(WakeRow.threads().split(","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void endsEveryOtherCallTheSameWay(String thread) {
        // The database works in the thread that asks it, and as a virtual one would leave no carrier for the others.
        String virtual = CALLS.replace(",waits-h2", "") + "," + OTHERS;
        String families = thread.equals("platform") ? OTHERS : virtual;
        assertThat(ends(AGENT, families, "interrupt", thread))
                .hasSizeGreaterThan(50)
                .isEqualTo(ends(List.of(), families, "interrupt", thread));
    }

    /** What each call came to, one line for each. */
    static List<String> ends(List<String> agent, String families, String trigger, String thread) {
        List<String> flags = new ArrayList<>(agent);
        // The system that sends a file holds a carrier.
        flags.add("-Djdk.virtualThreadScheduler.parallelism=24");
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, families, trigger, thread)) {
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).noneMatch(WakeRow::woken);
            return rows.stream().map(InterruptIT::end).toList();
        }
    }

    /**
     * What a call throws that obeys no interrupt is up to whoever releases it, and when. A transfer says how much it has written
     * before its channel was closed, and what the next one says depends on whether the system or the JDK does the writing. A write to
     * a TLS socket by a virtual thread at times ends with a {@code StackOverflowError} on JDK 25, without the agent too.
     */
    private static String end(WakeRow row) {
        String how = row.complaint();
        String call = row.family() + ", " + row.name() + ": " + how;
        if (!how.equals("by interrupt")) {
            return call;
        }
        if (row.family().equals("tls") && row.thrown().startsWith("StackOverflowError")) {
            return call + ", SocketException:IOException, interrupted " + row.interrupted();
        }
        return row.name().endsWith("transferTo")
                ? call + ", " + row.thrown().replaceFirst(".*(ClosedChannelException.*)", "$1")
                : call + ", " + row.thrown() + ", interrupted " + row.interrupted();
    }
}
