package io.ctxagent.programs.handshake;

import java.util.concurrent.TimeUnit;

/**
 * How many rounds a lane goes through, and how long one may take.
 *
 * @param most of one lane
 * @param untilWrong ends with the first round that must not be
 */
record Rounds(int most, boolean untilWrong) {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Where a wake-up is expected to be lost, nobody waits for it that long. */
    private static final long SHORT_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    boolean enough(Tally tally) {
        return untilWrong && tally.bad() > 0;
    }

    /** How long a call may go on although what ends it has happened. */
    long patienceNanos() {
        return untilWrong ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS;
    }
}
