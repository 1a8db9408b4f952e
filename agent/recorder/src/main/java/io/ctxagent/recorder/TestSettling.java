package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives what a test has left the grace, from the end of the test on. As soon as nothing is left it is over, so a test
 * that leaves nothing costs one glance and no time. Pauses are those of {@link Settling}.
 */
final class TestSettling {

    private final Rules rules;
    private final Settling.Time time;

    TestSettling(Rules rules, Settling.Time time) {
        this.rules = rules;
        this.time = time;
    }

    /**
     * @param test the id of the test's context
     * @param endedNanos when the test ended
     * @param left whether anything is left of it, asked before each look
     * @return the last look and what held; null when nothing is left
     */
    Settling.@Nullable Outcome settle(
            String test, long endedNanos, long graceNanos, BooleanSupplier left, Supplier<Observation> look) {
        @Nullable Set<String> waiting = null;
        long pause = Settling.FIRST_PAUSE_NANOS;
        while (left.getAsBoolean()) {
            long before = time.nanoTime();
            Observation seen = look.get();
            List<Candidate> own = ofTest(test, seen);
            if (isAllowed(own, seen.contexts())) {
                return null;
            }
            Set<String> unknown = Settling.unknown(own);
            if (waiting == null) {
                waiting = unknown;
            } else {
                waiting.retainAll(unknown);
            }
            // By the clock of the look: what it has seen is judged as of then.
            long over = endedNanos + graceNanos - seen.nowNanos();
            if (over <= 0) {
                return new Settling.Outcome(seen, Settling.held(own, waiting, graceNanos));
            }
            if (!Settling.pause(time, Math.min(over, Math.max(pause, 4 * (time.nanoTime() - before))))) {
                return null;
            }
            pause = Math.min(2 * pause, Settling.LONGEST_PAUSE_NANOS);
        }
        return null;
    }

    /** Whether all is what the test may leave: nobody waits for it. A thread that is at large may still go into a call. */
    private static boolean isAllowed(List<Candidate> own, ContextTree tree) {
        for (Candidate candidate : own) {
            SeenTests.SeenTest test = tree.tests().of(candidate.context());
            Set<String> allowed = test == null ? Set.of() : test.allowed();
            if (!allowed.contains(candidate.rule().id())
                    || (candidate.thread() != null && !allowed.contains(BlockedAfterCancel.ID))) {
                return false;
            }
        }
        return !own.isEmpty();
    }

    private List<Candidate> ofTest(String test, Observation seen) {
        List<Candidate> own = new ArrayList<>();
        for (Candidate candidate : rules.candidates(seen)) {
            if (test.equals(seen.contexts().tests().contextOf(candidate.context()))) {
                own.add(candidate);
            }
        }
        return own;
    }
}
