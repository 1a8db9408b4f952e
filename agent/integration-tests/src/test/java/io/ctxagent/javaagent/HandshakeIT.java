package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cancels against returns, against the user's own interrupts and against other cancels, on real calls in a JVM with the
 * shipped jar. {@code -Dhandshake.rounds} is the number of rounds of each race on each kind of thread, dealt over the calls;
 * {@code scripts/concurrency --handshake} runs a million. What came of them is written to {@code target/handshake}. That each race
 * finds what is wrong is shown by {@link HandshakeCanaryIT}.
 */
class HandshakeIT {

    private static final int ROUNDS = Integer.getInteger("handshake.rounds", 9_000);
    private static final int SOCKET_ROUNDS = Math.max(ROUNDS / 10, 1_000);
    private static final String CALLS = "take,put,lock,latch,semaphore,wait,get,join,sleep";
    private static final int CALL_COUNT = 9;
    private static final Duration MOST = Duration.ofMinutes(1).plusMillis(20L * ROUNDS);

    /** What a call cannot come to: an interrupt does not end {@code CompletableFuture.join}, which keeps it. */
    private static final Map<String, List<String>> CANNOT = Map.of("join", List.of("user first"));

    static Stream<Arguments> races() {
        return kinds().flatMap(kind -> Stream.of("return", "user", "second").map(race -> Arguments.of(race, kind)));
    }

    static Stream<String> kinds() {
        return HandshakeRun.kinds();
    }

    @ParameterizedTest(name = "{0}, {1} threads")
    @MethodSource("races")
    void noInterruptIsStrayOrLostAndNoElementEither(String race, String kind) throws IOException {
        raceThatTakesPlace(CALLS, race, kind, ROUNDS / CALL_COUNT);
    }

    @ParameterizedTest(name = "{0} threads")
    @MethodSource("kinds")
    void aSocketStaysOpenAndNoByteIsLost(String kind) throws IOException {
        for (String race : List.of("return", "second")) {
            raceThatTakesPlace("socket", race, kind, SOCKET_ROUNDS);
        }
    }

    @ParameterizedTest(name = "{0}, {1} threads")
    @MethodSource("standing")
    void aCallThatOnlyStandsInItsThreadsRecordIsWokenAndNoOther(String call, String kind) throws IOException {
        for (String race : List.of("return", "second")) {
            raceThatTakesPlace(call, race, kind, SOCKET_ROUNDS);
        }
    }

    static Stream<Arguments> standing() {
        return kinds().flatMap(kind ->
                Stream.of("datagram", "pipe", "select", "filelock", "statement").map(call -> Arguments.of(call, kind)));
    }

    private static void raceThatTakesPlace(String calls, String race, String kind, int rounds) throws IOException {
        String name = race + "-" + kind + "-" + calls.split(",", 2)[0];
        HandshakeRun run = HandshakeRun.of(ChildJvm.AGENT, name, MOST, calls, race, kind, rounds);
        run.expectNothingWrong();
        for (String call : calls.split(",")) {
            expectTookPlace(call, run.counted(call), race);
        }
    }

    /** Rounds in which nothing met prove nothing; the program goes on with each call until everything has. */
    private static void expectTookPlace(String call, Map<String, Long> counted, String race) {
        List<String> outcomes =
                new ArrayList<>(List.of("cancel first", "return first", "both and cancelled", "both and returned"));
        if (race.equals("user")) {
            outcomes.addAll(List.of("user first", "user kept"));
        }
        outcomes.removeAll(CANNOT.getOrDefault(call, List.of()));
        outcomes.forEach(outcome -> assertThat(counted.get(outcome))
                .as("not met: %s, %s in %s", call, outcome, counted) // scripts/test knows it by these words
                .isPositive());
    }
}
