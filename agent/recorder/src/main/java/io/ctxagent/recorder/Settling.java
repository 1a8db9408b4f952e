package io.ctxagent.recorder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks again, with growing pauses, at what nobody saw begin, until it has held for the grace or is gone. What is known to
 * hold long enough is taken at the first look, so a clean application costs one look and no time.
 *
 * <p>Pauses double from 1 ms to 100 ms, and are at least four times as long as the last look took, so that a look at a very
 * large tree does not become a load.
 */
final class Settling {

    static final long FIRST_PAUSE_NANOS = 1_000_000;
    static final long LONGEST_PAUSE_NANOS = 100_000_000;

    /** A caller who asks for a longer grace is not kept waiting for it: what is unknown stays undecided. */
    static final long PATIENCE_NANOS = 20_000_000_000L;

    /** Time, as tests replace it. */
    interface Time {
        long nanoTime();

        void pause(long nanos) throws InterruptedException;
    }

    /** The last look, and the candidates that became findings. */
    record Outcome(Observation seen, List<Candidate> held) {}

    private final Rules rules;
    private final Time time;

    Settling(Rules rules, Time time) {
        this.rules = rules;
        this.time = time;
    }

    Outcome settle(long graceNanos, Supplier<Observation> look) {
        long start = time.nanoTime();
        Observation seen = look.get();
        List<Candidate> candidates = rules.candidates(seen);
        Set<String> waiting = unknown(candidates);
        long pause = FIRST_PAUSE_NANOS;
        long cost = time.nanoTime() - start;
        long wait = Math.min(graceNanos, PATIENCE_NANOS);
        long left = wait - cost;
        boolean patient = true;
        while (patient && left > 0 && !waiting.isEmpty()) {
            patient = pause(time, Math.min(left, Math.max(pause, 4 * cost)));
            long before = time.nanoTime();
            seen = look.get();
            candidates = rules.candidates(seen);
            cost = time.nanoTime() - before;
            waiting.retainAll(unknown(candidates));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            left = wait - (time.nanoTime() - start);
        }
        if (!patient || wait < graceNanos) {
            waiting.clear();
        }
        return new Outcome(seen, held(candidates, waiting, graceNanos));
    }

    /** One look without a second: what nobody saw begin is given the benefit of the doubt. */
    Outcome once(long graceNanos, Observation seen) {
        return new Outcome(seen, held(rules.candidates(seen), Set.of(), graceNanos));
    }

    /** Whether the whole pause was made; an interrupt means that the caller is wanted elsewhere. */
    static boolean pause(Time time, long nanos) {
        try {
            time.pause(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Set<String> unknown(List<Candidate> candidates) {
        Set<String> keys = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (candidate.unknown()) {
                keys.add(candidate.key());
            }
        }
        return keys;
    }

    static List<Candidate> held(List<Candidate> candidates, Set<String> settled, long graceNanos) {
        List<Candidate> held = new PartedList<>();
        for (Candidate candidate : candidates) {
            if (candidate.unknown() ? settled.contains(candidate.key()) : candidate.held() >= graceNanos) {
                held.add(candidate);
            }
        }
        return held;
    }
}
