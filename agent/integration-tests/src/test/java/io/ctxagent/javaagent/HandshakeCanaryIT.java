package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link HandshakeIT} races, with copies of the agent, and of the scope of the API, that have a fault each, which the race of
 * each call must find: one that finds nothing means something only if it can. A fault needs two threads to meet in it, so each race
 * goes on until they do, or until so many rounds that it finds nothing.
 */
class HandshakeCanaryIT {

    private static final String CALLS = "take,put,lock,latch,semaphore,wait,get,join,sleep";
    private static final int ROUNDS_OF_EACH = 200;
    private static final int MOST_RUNS = 30;
    private static final int MOST_ROUNDS = 50_000;

    /** On a platform thread, as if it had received; before, and on a virtual one, it waits on. */
    private static final boolean RECEIVES_NOTHING_AFTER_A_SIGNAL =
            Runtime.version().feature() >= 20;

    private static final Duration MOST = Duration.ofMinutes(4);

    /** Those of virtual threads take a minute: only where there is time for it. */
    static Stream<String> kinds() {
        return Boolean.getBoolean("ctx.test.all") ? HandshakeRun.kinds() : Stream.of("platform");
    }

    @ParameterizedTest(name = "{0} threads")
    @MethodSource("kinds")
    void aCallerThatDoesNotWaitForItsWakerIsFoundOut(String kind) throws Exception {
        expectAnyFoundOut(BrokenAgent.thatLeavesTooSoon(), "return", kind);
    }

    @ParameterizedTest(name = "{0} threads")
    @MethodSource("kinds")
    void aCallerThatDoesNotWaitForTheUsersInterruptIsFoundOut(String kind) throws Exception {
        expectAnyFoundOut(BrokenAgent.thatDoesNotWaitForTheUser(), "user", kind);
    }

    @ParameterizedTest(name = "{0} threads")
    @MethodSource("kinds")
    void aSecondCancelThatSaysThatItWasTheOneIsFoundOut(String kind) throws Exception {
        BrokenScope broken = BrokenScope.ofWhichBothCancelsWin();
        expectAnyFoundOut(() -> HandshakeRun.of(
                ChildJvm.AGENT,
                broken::before,
                "canary-both-won-" + kind + "-take",
                MOST,
                CALLS,
                "second",
                kind,
                ROUNDS_OF_EACH,
                "until-wrong"));
    }

    @Test
    void whoLooksAndWakesOnceIsFoundOut() throws Exception {
        Path broken = BrokenAgent.thatWakesOnce();
        for (String kind : kinds().toList()) {
            expectEachFoundOut(broken, kind, "socket", "datagram", "pipe", "select", "filelock");
        }
    }

    /** The calls of a virtual thread are objects from the start. */
    @Test
    void whoFindsNoCallAndDoesNotLookAgainIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatLooksForACallOnce(), "platform", "socket", "datagram", "pipe", "select");
    }

    @Test
    void aWakeUpThatComesAfterItsCallIsFoundOut() throws Exception {
        Path broken = BrokenAgent.thatWakesTooLate();
        for (String kind : kinds().toList()) {
            expectEachFoundOut(broken, "return", kind, List.of("pipe", "statement", "rows"));
        }
        if (RECEIVES_NOTHING_AFTER_A_SIGNAL) {
            expectEachFoundOut(broken, "platform", "datagram");
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void aCancelThatTlsTakesForTheEndOfItsConnectionIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatTellsTlsOfTheCancel(), "platform", "tls");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void anInterruptOfAPoolsOwnIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatForgetsThePoolsInterrupt(), "platform", "pool");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void anInterruptOfTheUsersThatIsTakenForThePoolsIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatTakesThePoolsInterruptForAll(), "user", "platform", List.of("pool"));
    }

    /** By one of the calls: they have the fault in common. */
    private static void expectAnyFoundOut(Path broken, String race, String kind) throws Exception {
        expectAnyFoundOut(() -> run(broken, CALLS, race, kind, ROUNDS_OF_EACH));
    }

    private static void expectAnyFoundOut(Callable<HandshakeRun> once) throws Exception {
        expectFoundOut(MOST_RUNS, once, run -> run.bad() > 0);
    }

    private static void expectEachFoundOut(Path broken, String kind, String... calls) throws Exception {
        expectEachFoundOut(broken, "return", kind, List.of(calls));
    }

    private static void expectEachFoundOut(Path broken, String race, String kind, List<String> calls) throws Exception {
        expectFoundOut(
                1,
                () -> run(broken, String.join(",", calls), race, kind, MOST_ROUNDS),
                run -> calls.stream().allMatch(call -> run.bad(call) > 0));
    }

    private static void expectFoundOut(int mostRuns, Callable<HandshakeRun> once, Predicate<HandshakeRun> found)
            throws Exception {
        HandshakeRun run = once.call();
        for (int runs = 1; runs < mostRuns && !found.test(run); runs++) {
            run = once.call();
        }
        assertThat(run).matches(found, "shows the fault");
    }

    private static HandshakeRun run(Path broken, String calls, String race, String kind, int rounds)
            throws IOException {
        String name = "canary-" + broken.getFileName().toString().replace(".jar", "") + "-" + kind + "-"
                + calls.split(",", 2)[0];
        return HandshakeRun.of(broken, name, MOST, calls, race, kind, rounds, "until-wrong");
    }
}
