package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.handshake.HandshakeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cancels against returns, against the user's own interrupts and against other cancels, on real calls in a JVM with the
 * shipped jar. {@code -Dhandshake.rounds} is the number of rounds of each race on each kind of thread, dealt over the calls;
 * {@code scripts/concurrency --handshake} runs a million. What came of them is written to {@code target/handshake}.
 */
class HandshakeIT {

    private static final int ROUNDS = Integer.getInteger("handshake.rounds", 9_000);
    private static final int SOCKET_ROUNDS = Math.max(ROUNDS / 10, 1_000);
    private static final int CANARY_ROUNDS = 1_800;
    private static final int CANARY_RUNS = 30;
    private static final String CALLS = "take,put,lock,latch,semaphore,wait,get,join,sleep";
    private static final int CALL_COUNT = 9;
    private static final Duration MOST = Duration.ofMinutes(1).plusMillis(20L * ROUNDS);

    static Stream<Arguments> races() {
        return kinds().flatMap(kind -> Stream.of("return", "user", "second").map(race -> Arguments.of(race, kind)));
    }

    static Stream<String> kinds() {
        return Runtime.version().feature() >= 21 ? Stream.of("platform", "virtual") : Stream.of("platform");
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
                Stream.of("datagram", "pipe", "select", "statement").map(call -> Arguments.of(call, kind)));
    }

    private static void raceThatTakesPlace(String calls, String race, String kind, int rounds) throws IOException {
        Map<String, Long> counted = run(ChildJvm.AGENT, calls, race, kind, rounds);
        expectNothingWrong(counted);
        expectTookPlace(counted, race);
    }

    @Test
    void aCallerThatDoesNotWaitForItsWakerIsFoundOut() throws Exception {
        expectFoundOut(BrokenAgent.thatLeavesTooSoon(), "return");
    }

    @Test
    void aCallerThatDoesNotWaitForTheUsersInterruptIsFoundOut() throws Exception {
        expectFoundOut(BrokenAgent.thatDoesNotWaitForTheUser(), "user");
    }

    /** The fault needs two threads to meet in it, which they may not do in one short run; in the end they do. */
    private static void expectFoundOut(Path broken, String race) throws IOException {
        Map<String, Long> counted = new HashMap<>(Map.of("stray", 0L, "lost", 0L));
        int runs = 0;
        while (runs < CANARY_RUNS && counted.get("stray") + counted.get("lost") == 0) {
            runs++;
            run(broken, CALLS, race, "platform", CANARY_ROUNDS / CALL_COUNT)
                    .forEach((key, count) -> counted.merge(key, count, Long::sum));
        }
        System.out.println("canary " + broken.getFileName() + ", " + runs + " runs: " + counted);
        assertThat(counted.get("stray") + counted.get("lost")).as("%s", counted).isPositive();
    }

    private static void expectNothingWrong(Map<String, Long> counted) {
        for (String bad : List.of("stray", "lost", "elements", "wrong")) {
            assertThat(counted.get(bad)).as("%s in %s", bad, counted).isZero();
        }
    }

    /** A run in which nothing met proves nothing; the program goes on until everything has. */
    private static void expectTookPlace(Map<String, Long> counted, String race) {
        List<String> outcomes =
                new ArrayList<>(List.of("cancel first", "return first", "both and cancelled", "both and returned"));
        if (race.equals("user")) {
            outcomes.addAll(List.of("user first", "user kept"));
        }
        outcomes.forEach(outcome -> assertThat(counted.get(outcome))
                .as("%s in %s", outcome, counted)
                .isPositive());
    }

    private static Map<String, Long> run(Path agent, String calls, String race, String kind, int rounds)
            throws IOException {
        String[] arguments = {calls, race, kind, String.valueOf(rounds)};
        try (ChildJvm jvm = ChildJvm.start(List.of("-javaagent:" + agent), HandshakeProgram.class, arguments)) {
            int exit = jvm.awaitExit(MOST);
            assertThat(jvm.err()).isEmpty();
            assertThat(exit).as("%s", jvm.out()).isZero();
            assertThat(jvm.out()).endsWith("END");
            List<String> lines =
                    jvm.out().stream().filter(line -> !line.equals("END")).toList();
            if (agent.equals(ChildJvm.AGENT)) {
                Path folder = Files.createDirectories(Path.of("target", "handshake"));
                Files.write(folder.resolve(race + "-" + kind + "-" + calls.split(",", 2)[0] + ".txt"), lines);
            }
            Map<String, Long> sum = new HashMap<>();
            lines.forEach(line -> add(sum, counts(line)));
            return sum;
        }
    }

    /** Of {@code take return platform: rounds=10, stray=0}. */
    private static Map<String, Long> counts(String line) {
        Map<String, Long> counts = new HashMap<>();
        for (String pair : line.substring(line.indexOf(": ") + 2).split(", ")) {
            String[] parts = pair.split("=");
            counts.put(parts[0], Long.valueOf(parts[1]));
        }
        return counts;
    }

    private static void add(Map<String, Long> sum, Map<String, Long> more) {
        more.forEach((key, count) -> sum.merge(key, count, Long::sum));
    }
}
