package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of a test, over time. */
class TestSettlingTest {

    private static final long GRACE = 2_000_000_000;

    private final FakeApi api = new FakeApi();
    private final SeenTests tests = new SeenTests();
    private final Object context = api.live("test", row -> {});
    private final Object other = api.live("test", row -> {});
    private final List<Long> pauses = new ArrayList<>();
    private long now = System.nanoTime();
    private int left = Integer.MAX_VALUE;

    private final Settling.Time time = new Settling.Time() {
        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            pauses.add(nanos);
            now += nanos;
        }
    };

    @AfterEach
    void close() {
        api.close();
    }

    private String id(Object of) {
        return new Scene(tests).tree().resolve(of).id();
    }

    private Settling.Outcome settle(Candidate... candidates) {
        Rules rules = new Rules(List.of(new Given(candidates)));
        tests.began(id(context), new SeenTests.SeenTest("[method:one()]", Set.of("CTX207"), FakeApi.endedOwner()));
        tests.began(id(other), new SeenTests.SeenTest("[method:other()]", Set.of(), FakeApi.endedOwner()));
        return new TestSettling(rules, time)
                .settle(id(context), now, GRACE, () -> left-- > 0, () -> new Scene(tests).seen(now, GRACE));
    }

    private record Given(Candidate... all) implements Rule {

        @Override
        public String id() {
            return "CTX000";
        }

        @Override
        public String slug() {
            return "given";
        }

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String fix() {
            return "";
        }

        @Override
        public List<Candidate> candidates(Observation seen) {
            return List.of(all);
        }
    }

    private Candidate candidate(Rule rule, Object of, long held) {
        return new Candidate(rule, "key " + held, held, 0, id(of), null, null, List.of("shop.A#b"), "application", "");
    }

    @Test
    void aTestThatLeavesNothingCostsNoTimeAndNoLook() {
        left = 0;
        assertThat(settle(candidate(new LostCancel(), context, Candidate.CERTAIN)))
                .isNull();
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatGoesAwayInTimeIsNothing() {
        left = 3;
        assertThat(settle(candidate(new LostCancel(), context, Candidate.UNKNOWN)))
                .isNull();
        assertThat(pauses).containsExactly(1_000_000L, 2_000_000L, 4_000_000L);
    }

    @Test
    void whatStaysForTheGraceIsFoundInTheTestThatItBelongsToAndInNoOther() {
        Settling.Outcome outcome = settle(
                candidate(new LostCancel(), context, Candidate.UNKNOWN),
                candidate(new LostCancel(), context, GRACE + 1),
                candidate(new LostCancel(), context, GRACE - 1),
                candidate(new LostCancel(), other, Candidate.CERTAIN));
        assertThat(outcome.held()).extracting(Candidate::held).containsExactly(Candidate.UNKNOWN, GRACE + 1);
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isEqualTo(GRACE);
        assertThat(pauses).allMatch(pause -> pause <= 100_000_000);
        assertThat(Findings.of(outcome.held(), outcome.seen().contexts()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.count()).isEqualTo(2);
                    assertThat(finding.tests()).containsExactly("[method:one()]");
                });
    }

    @Test
    void whatTheTestIsAllowedIsNoFinding() {
        Settling.Outcome outcome = settle(
                candidate(new TodoContext(), context, Candidate.CERTAIN),
                candidate(new LostCancel(), context, Candidate.CERTAIN));
        assertThat(outcome.held()).hasSize(2);
        assertThat(Findings.of(outcome.held(), outcome.seen().contexts()))
                .extracting(finding -> finding.rule())
                .containsExactly("CTX105");
    }

    @Test
    void nobodyWaitsForWhatTheTestIsAllowed() {
        assertThat(settle(
                        candidate(new TodoContext(), context, 0),
                        candidate(new TodoContext(), other, Candidate.CERTAIN)))
                .isNull();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aThreadThatItIsAllowedMayStillGoIntoACallThatItIsNot() {
        Candidate thread = new Candidate(
                new TodoContext(), "thread", 0, 0, id(context), 7L, null, List.of("shop.A#b"), "application", "");
        Settling.Outcome outcome = settle(thread);
        assertThat(Findings.of(outcome.held(), outcome.seen().contexts())).isEmpty();
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isEqualTo(GRACE);
    }
}
