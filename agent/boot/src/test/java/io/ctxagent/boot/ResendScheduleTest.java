package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResendScheduleTest {

    private static final long MILLI = 1_000_000;

    private final ResendSchedule schedule = new ResendSchedule();
    private long now = 7 * MILLI;

    @Test
    void whoRestsIsToldOfTheFirst() {
        assertThat(schedule.add(call(), now)).isTrue();
        schedule.due(now);
        assertThat(schedule.waitMillis(now)).isBetween(1L, 2L);
        schedule.rests();
        assertThat(schedule.add(call(), now)).isTrue();
    }

    @Test
    void whoLooksSoonEnoughIsNotToldOfAnother() {
        schedule.add(call(), now);
        schedule.due(now); // looks again within two milliseconds
        assertThat(schedule.add(call(), now + MILLI)).isFalse();
        assertThat(schedule.add(call(), now + MILLI)).isFalse();
    }

    @Test
    void whoLooksTooLateIsTold() {
        schedule.add(call(), now);
        for (int look = 0; look < 10; look++) {
            now += 50 * MILLI;
            schedule.due(now); // the only one is due again in 50 ms
        }
        assertThat(schedule.add(call(), now)).isTrue();
    }

    @Test
    void eachIsDueAfterOneMillisecondAndThenLessAndLessOften() {
        BlockedCall call = call();
        schedule.add(call, now);
        long[] after = {1, 2, 4, 8, 16, 32, 50, 50};
        for (long millis : after) {
            assertThat(calls(now + millis * MILLI - 1))
                    .as("just before %s ms", millis)
                    .isEmpty();
            now += millis * MILLI;
            assertThat(calls(now)).as("after %s ms", millis).containsExactly(call);
        }
    }

    @Test
    void oneMayBeDueAtOnceAndThenAsTheOthers() {
        schedule.add(call(), now);
        schedule.due(now);
        BlockedCall call = call();
        assertThat(schedule.addDue(call, now)).isTrue();
        assertThat(calls(now)).containsExactly(call);
        now += MILLI;
        assertThat(calls(now)).doesNotContain(call);
        assertThat(calls(now + MILLI)).contains(call);
    }

    @Test
    void whatIsOverIsTakenOut() {
        BlockedCall goesOn = call();
        schedule.add(call(), now);
        schedule.add(goesOn, now);
        List<ResendSchedule.Entry> due = schedule.due(now + MILLI);
        due.get(0).over = true;
        schedule.removeOver();
        assertThat(calls(now + 3 * MILLI)).containsExactly(goesOn);
    }

    private List<Resendable> calls(long at) {
        return schedule.due(at).stream().map(entry -> entry.call).toList();
    }

    private static BlockedCall call() {
        return new RecordedCall(new FakeContext(), Family.PARK, "LockSupport.park", null);
    }
}
