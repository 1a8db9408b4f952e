package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.ShutdownProgram;
import io.ctxagent.programs.WakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's start never gets into the way of the application's. */
class StartIT {

    /** Prints one line. */
    public static final class Hello {
        public static void main(String[] args) {
            System.out.println("hello");
        }
    }

    @Test
    void aStartWithoutFaultsPrintsNothing() {
        try (ChildJvm jvm = ChildJvm.withAgent("", Hello.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("hello");
        }
    }

    @Test
    void badOptionsAreOneLineEachAndTheApplicationStarts() {
        try (ChildJvm jvm = ChildJvm.withAgent("mode=fast,colour=blue", Hello.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.out()).containsExactly("hello");
            assertThat(jvm.err())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("ctx-agent: option mode=fast is not enforce or observe; using enforce"),
                            line -> assertThat(line).startsWith("ctx-agent: unknown option colour; the options are "));
        }
    }

    @Test
    void classDataSharingOfTheApplicationStaysOn() {
        try (ChildJvm jvm = ChildJvm.start(
                List.of("-javaagent:" + ChildJvm.AGENT, "-Xshare:on", "-Xlog:cds=warning", "-Xlog:class+path=warning"),
                Hello.class)) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.out()).containsExactly("hello");
        }
    }

    @Test
    void observeRecordsAndEndsNothing() {
        try (ChildJvm jvm =
                ChildJvm.withAgent("mode=observe", WakeProgram.class, "queue,socket", "control", "platform", "x")) {
            jvm.awaitExit(Duration.ofSeconds(90));
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out())
                    .hasSizeGreaterThan(10)
                    .filteredOn(line -> !line.equals("END"))
                    .allMatch(line -> line.contains("|stuck|"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ':',
            value = {
                "queue:queue",
                "lock:lock",
                "future:future",
                "sleep:sleep",
                "wait:wait",
                "join:join",
                "process:process",
                "socket:socket",
                "datagram:datagram",
                "channel:channel",
                "selector:selector",
                "httpclient:httpclient",
                "filelock:filelock",
                "pipe:pipe",
                "jdbc:h2"
            })
    void aFamilyThatIsSwitchedOffEndsNothing(String family, String calls) {
        try (ChildJvm jvm =
                ChildJvm.withAgent("families=-" + family, WakeProgram.class, calls, "control", "platform")) {
            // These wait for a future, which has its own family.
            assertThat(WakeRow.of(jvm))
                    .filteredOn(row -> !row.name().matches(".*\\.(onExit|sendAsync)\\(\\)\\..*"))
                    .isNotEmpty()
                    .noneMatch(WakeRow::woken);
        }
    }

    @Test
    void theOptionsMayComeFromAPropertyToo() {
        try (ChildJvm jvm = ChildJvm.start(
                List.of("-javaagent:" + ChildJvm.AGENT, "-Dctx.agent.shutdown=5s"), ShutdownProgram.class, "clean")) {
            jvm.awaitLine("READY"::equals);
            jvm.terminate();
            jvm.awaitExit(Duration.ofSeconds(30));
            assertThat(jvm.err()).hasSize(1);
        }
    }
}
