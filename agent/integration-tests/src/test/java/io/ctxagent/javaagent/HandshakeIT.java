package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    /** Besides sockets: calls of the kernel and of drivers that no interrupt ends. */
    private static final String STANDING = "datagram,pipe,select,filelock,statement";

    /** Of each of the others, but for those of which its cost allows a part alone. */
    private static final int OTHER_ROUNDS = Math.max(ROUNDS / 25, 900);

    private static final String QUEUES =
            "array-take,array-put,deque-take,deque-put,priority-take,delay-take,transfer-take,"
                    + "transfer,synchronous-take,synchronous-put";

    /** An interrupt ends them, as the user's does. */
    private static final String INTERRUPTED = Boolean.getBoolean("ctx.test.all")
            ? QUEUES + ",piped-read,piped-write,pool,thread/2,own-process/20,send/10,process/50"
            : "synchronous-take,piped-read,pool,thread/2,send/10,process/50";

    private static final String DATABASES =
            "postgresql-query,postgresql-rows,postgresql-commit,mariadb-query,mariadb-commit";

    /**
     * What a call cannot come to: an interrupt does not end {@code CompletableFuture.join}, which keeps it, and a select comes back
     * as if it had been woken; MariaDB has made a commit before the request to end it has come.
     */
    private static final Map<String, List<String>> CANNOT = Map.of(
            "join", List.of("user first"),
            "select", List.of("user first"),
            "mariadb-commit", List.of("cancel first", "both and cancelled"));

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
    @MethodSource("twoParties")
    void aCallThatOnlyStandsInItsThreadsRecordIsWokenAndNoOther(String race, String kind) throws IOException {
        raceThatTakesPlace(STANDING, race, kind, SOCKET_ROUNDS);
    }

    static Stream<Arguments> twoParties() {
        return kinds().flatMap(kind -> Stream.of("return", "second").map(race -> Arguments.of(race, kind)));
    }

    /** Two cancels, or a cancel and a return, and the user besides: where there is no time for each pair, for all at once. */
    static Stream<Arguments> otherRaces() {
        return Boolean.getBoolean("ctx.test.all") ? races() : kinds().map(kind -> Arguments.of("user", kind));
    }

    @ParameterizedTest(name = "{0}, {1} threads")
    @MethodSource("otherRaces")
    void otherCallsThatAnInterruptEndsLoseNothing(String race, String kind) throws IOException {
        raceThatTakesPlace(INTERRUPTED + (race.equals("user") ? closed(kind) : ""), race, kind, OTHER_ROUNDS);
    }

    /**
     * What the user's interrupt closes, and a select, which it lets return. A lock of a file is missing on virtual threads: there
     * the JDK's own close waits for ever.
     */
    private static String closed(String kind) {
        boolean locks = Boolean.getBoolean("ctx.test.all") && kind.equals("platform");
        return ",pipe,select" + (locks ? ",filelock/10" : "");
    }

    @ParameterizedTest(name = "{0} threads")
    @MethodSource("kinds")
    void aTlsConnectionAndTheNextRowsAreGoodAfterIt(String kind) throws IOException {
        for (String race : Boolean.getBoolean("ctx.test.all") ? List.of("return", "second") : List.of("return")) {
            raceThatTakesPlace("tls,rows/5", race, kind, OTHER_ROUNDS);
        }
    }

    @ParameterizedTest(name = "{0}, {1} threads")
    @MethodSource("twoParties")
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void theNextStatementOfAConnectionIsNotHit(String race, String kind) throws IOException {
        String there = Stream.of(DATABASES.split(","))
                .filter(call -> WakeIT.answers(call.substring(0, call.indexOf('-'))))
                .collect(Collectors.joining(","));
        assumeFalse(there.isEmpty(), "no database on its loopback port");
        raceThatTakesPlace(there, race, kind, Math.max(OTHER_ROUNDS / 50, 100));
    }

    private static void raceThatTakesPlace(String calls, String race, String kind, int rounds) throws IOException {
        String name = race + "-" + kind + "-" + calls.split("[,/]", 2)[0];
        HandshakeRun run = HandshakeRun.of(ChildJvm.AGENT, name, MOST, calls, race, kind, rounds);
        run.expectNothingWrong();
        for (String named : calls.split(",")) {
            String call = named.split("/")[0];
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
