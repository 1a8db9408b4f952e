package io.ctxagent.programs.handshake;

import java.util.SplittableRandom;

/**
 * When a cancel has to come to meet the end of a call that takes long: about when one of the latest returns came. Delays that are
 * drawn without knowing these would hardly ever be right, and on a slow machine never. For the caller's thread.
 */
final class Aim {

    /** Longer than the longest delay of a {@link Lane} that is drawn without an aim. */
    private static final long LONG_NANOS = 100_000;

    private static final int LATEST = 8;

    /** How far it may be off, by halves: from all of the time, and as much again, to a hundredth of it. */
    private static final int WIDTHS = 8;

    private final long[] returns = new long[LATEST];
    private int noted;

    /** A call came back so long after it had begun, or after it could, whichever was later. */
    void returnedAfter(long nanos) {
        returns[noted++ % LATEST] = nanos;
    }

    /** In nanoseconds; 0 where no return was seen, or one that took no longer than a delay without an aim. */
    long draw(SplittableRandom random) {
        long aimed = noted == 0 ? 0 : returns[random.nextInt(Math.min(noted, LATEST))];
        if (aimed <= LONG_NANOS) {
            return 0;
        }
        long width = aimed >> random.nextInt(WIDTHS);
        return aimed - width + random.nextLong(2 * width);
    }
}
