package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@link HandshakeIT} races, with copies of the agent that have a fault each, which the race of each call must find: one that
 * finds nothing means something only if it can. A fault needs two threads to meet in it, so each race goes on until they do, or
 * until so many rounds that it finds nothing.
 */
class HandshakeCanaryIT {

    private static final String CALLS = "take,put,lock,latch,semaphore,wait,get,join,sleep";
    private static final int ROUNDS_OF_EACH = 200;
    private static final int MOST_RUNS = 30;
    private static final int MOST_ROUNDS = 50_000;
    private static final Duration MOST = Duration.ofMinutes(4);

    @Test
    void aCallerThatDoesNotWaitForItsWakerIsFoundOut() throws Exception {
        expectAnyFoundOut(BrokenAgent.thatLeavesTooSoon(), "return");
    }

    @Test
    void aCallerThatDoesNotWaitForTheUsersInterruptIsFoundOut() throws Exception {
        expectAnyFoundOut(BrokenAgent.thatDoesNotWaitForTheUser(), "user");
    }

    @Test
    void whoLooksAndWakesOnceIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatWakesOnce(), List.of("socket", "datagram", "pipe", "select"));
    }

    @Test
    void aCancelThatComesAfterItsStatementIsFoundOut() throws Exception {
        expectEachFoundOut(BrokenAgent.thatCancelsTooLate(), List.of("statement"));
    }

    /** By one of the calls: they have the fault in common. */
    private static void expectAnyFoundOut(Path broken, String race) throws IOException {
        long bad = 0;
        int runs = 0;
        while (runs < MOST_RUNS && bad == 0) {
            runs++;
            bad = run(broken, CALLS, race, "platform", ROUNDS_OF_EACH).bad();
        }
        assertThat(bad).as("in %d runs", runs).isPositive();
    }

    private static void expectEachFoundOut(Path broken, List<String> calls) throws IOException {
        for (String kind : HandshakeRun.kinds().toList()) {
            HandshakeRun run = run(broken, String.join(",", calls), "return", kind, MOST_ROUNDS);
            calls.forEach(
                    call -> assertThat(run.bad(call)).as("%s in %s", call, run).isPositive());
        }
    }

    private static HandshakeRun run(Path broken, String calls, String race, String kind, int rounds)
            throws IOException {
        String name = "canary-" + broken.getFileName().toString().replace(".jar", "") + "-" + kind;
        return HandshakeRun.of(broken, name, MOST, calls, race, kind, rounds, "until-wrong");
    }
}
