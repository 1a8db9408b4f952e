package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final long SECOND = 1_000_000_000;

    private final Ticking time = new Ticking();

    private int looks;

    @AfterEach
    void clearInterrupt() {

        Thread.interrupted();
    }

    @Test
    void aCleanApplicationCostsOneLookAndNoTime() {
        Settling.Outcome outcome = settle(look -> List.of());
        assertThat(outcome.held()).isEmpty();
        assertThat(looks).isEqualTo(1);
        assertThat(time.now).isZero();
    }

    @Test
    void whatIsKnownToHaveHeldLongEnoughIsFoundAtOnce() {
        Settling.Outcome outcome = settle(look -> List.of(candidate("a", 3 * SECOND), candidate("b", SECOND)));
        assertThat(outcome.held()).extracting(Candidate::key).containsExactly("a");
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void whatNobodySawBeginIsFoundWhenItHeldForTheGrace() {
        Settling.Outcome outcome = settle(look -> List.of(candidate("a", Candidate.UNKNOWN)));
        assertThat(outcome.held()).extracting(Candidate::key).containsExactly("a");
        assertThat(time.now).isEqualTo(2 * SECOND);
    }

    @Test
    void whatGoesAwayIsNoFindingAndEndsTheWaiting() {
        Settling.Outcome outcome = settle(look -> look < 3 ? List.of(candidate("a", Candidate.UNKNOWN)) : List.of());
        assertThat(outcome.held()).isEmpty();
        assertThat(looks).isEqualTo(4);
        assertThat(time.now).isEqualTo(7_000_000);
    }

    @Test
    void whatGoesAwayAndComesBackIsNoFinding() {
        Settling.Outcome outcome = settle(look ->
                look == 2 ? List.of(candidate("b", Candidate.UNKNOWN)) : List.of(candidate("a", Candidate.UNKNOWN)));
        assertThat(outcome.held()).isEmpty();
    }

    @Test
    void pausesDoubleAndStopAtATenthOfASecond() {
        settle(look -> List.of(candidate("a", Candidate.UNKNOWN)));
        assertThat(time.pauses.subList(0, 9))
                .containsExactly(
                        1_000_000L,
                        2_000_000L,
                        4_000_000L,
                        8_000_000L,
                        16_000_000L,
                        32_000_000L,
                        64_000_000L,
                        100_000_000L,
                        100_000_000L);
    }

    @Test
    void afterASlowLookThePauseIsFourTimesAsLong() {
        time.lookNanos = 100_000_000;
        settle(look -> List.of(candidate("a", Candidate.UNKNOWN)));
        assertThat(time.pauses.get(0)).isEqualTo(400_000_000);
    }

    @Test
    void withoutGraceASuspicionIsAFinding() {
        Settling.Outcome outcome =
                new Settling(rules(look -> List.of(candidate("a", Candidate.UNKNOWN))), time).settle(0, this::look);
        assertThat(outcome.held()).hasSize(1);
        assertThat(time.now).isZero();
    }

    @Test
    void nobodyIsKeptWaitingForAVeryLongGrace() {
        Settling.Outcome outcome = new Settling(rules(look -> List.of(candidate("a", Candidate.UNKNOWN))), time)
                .settle(3600 * SECOND, this::look);
        assertThat(outcome.held()).isEmpty();
        assertThat(time.now).isEqualTo(Settling.PATIENCE_NANOS);
    }

    @Test
    void anInterruptEndsTheWaitingWithoutAccusingAnybody() {
        time.interrupted = true;
        Settling.Outcome outcome =
                settle(look -> List.of(candidate("a", Candidate.UNKNOWN), candidate("b", Candidate.CERTAIN)));
        assertThat(outcome.held()).extracting(Candidate::key).containsExactly("b");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private Settling.Outcome settle(IntFunction<List<Candidate>> candidates) {
        return new Settling(rules(candidates), time).settle(2 * SECOND, this::look);
    }

    private Observation look() {
        looks++;
        time.now += time.lookNanos;
        RecorderSettings settings = Recorders.settings("startup", 0);
        Faults faults = new Faults();
        ContextTree tree = new ContextTree(new PortNumbers(), new SeenTests(), faults);
        return new Observation(time.now, 2 * SECOND, false, tree, List.of(), settings, List.of(), 0, faults);
    }

    private Rules rules(IntFunction<List<Candidate>> candidates) {
        return new Rules(List.of(new Fixed() {
            @Override
            public List<Candidate> candidates(Observation seen) {
                return candidates.apply(looks - 1);
            }
        }));
    }

    private static Candidate candidate(String key, long held) {
        return new Candidate(new LostCancel(), key, held, 0, null, null, null, List.of(key), "application", "");
    }

    private abstract static class Fixed implements Rule {
        @Override
        public String id() {
            return "CTX000";
        }

        @Override
        public String slug() {
            return "fixed";
        }

        @Override
        public Severity severity() {
            return Severity.NOTE;
        }

        @Override
        public String fix() {
            return "";
        }
    }

    private static final class Ticking implements Settling.Time {
        private final List<Long> pauses = new ArrayList<>();
        private long now;
        private long lookNanos;
        private boolean interrupted;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
            if (interrupted) {
                throw new InterruptedException();
            }
            pauses.add(nanos);
            now += nanos;
        }
    }
}
