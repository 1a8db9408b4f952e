package io.ctxagent.programs.handshake;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One caller and those who race it, alive for all rounds: they hand over by spinning, so that a round costs little more
 * than the call. The second thread cancels and releases in an order and after delays that are drawn for each round; the
 * third interrupts as a user would, or cancels too.
 */
final class Lane {

    enum Race {
        RETURN,
        USER,
        SECOND
    }

    private static final int LONGEST_DELAY_BITS = 12;

    final Tally tally = new Tally();
    final AtomicInteger round = new AtomicInteger();
    private final RacedCall call;
    private final Race race;
    private final Rounds rounds;
    private final SplittableRandom random;
    private final Runnable blocking = this::block;
    private volatile Thread caller;
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger entering = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger secondDone = new AtomicInteger();
    private final AtomicInteger thirdDone = new AtomicInteger();
    private final Handover handover = new Handover();
    private volatile boolean releasing;
    private volatile boolean cancelling;

    // The round's plan: written by the caller, published by the write of round.
    private CancelScope scope = Context.background().withCancel();
    private CancelScope outer = scope;
    private CancelScope alsoCancelled = scope;
    private boolean releaseFirst;
    private boolean oneAfterTheOther;
    private int beforeFirst;
    private int beforeSecond;
    private int beforeThird;
    private int beforeCall;

    // What the others found; read when they are done.
    private boolean secondWon;
    private boolean thirdWon;

    // What the caller saw in this round.
    private boolean returned;
    private int interruptsSeen;

    Lane(RacedCall call, Race race, Rounds rounds, long seed) {
        this.call = call;
        this.race = race;
        this.rounds = rounds;
        this.random = new SplittableRandom(seed);
    }

    boolean hasThird() {
        return race != Race.RETURN;
    }

    /** The caller's life. */
    void runCaller() {
        caller = Thread.currentThread();
        for (int next = 1; next <= rounds.most() && !rounds.enough(tally); next++) {
            plan();
            round.set(next);
            handover.await(ready, next);
            // Only now, when it runs for certain: the others would be through before a caller that waits for a
            // processor.
            entering.set(next);
            Handover.spin(beforeCall);
            scope.run(blocking);
            ended.set(next);
            settle(next);
        }
        handover.end();
    }

    private void plan() {
        outer = Context.background().withCancel();
        scope = race == Race.SECOND && random.nextBoolean() ? outer.context().withCancel() : outer;
        alsoCancelled = random.nextBoolean() ? outer : scope;
        releaseFirst = random.nextBoolean();
        oneAfterTheOther = random.nextInt(8) == 0;
        beforeFirst = delay();
        beforeSecond = delay();
        beforeThird = delay();
        beforeCall = delay() / 16;
        releasing = false;
        cancelling = false;
        returned = false;
        interruptsSeen = 0;
        call.prepare();
    }

    /** All magnitudes alike: the windows are between a few instructions and a wake-up wide. */
    private int delay() {
        return random.nextInt(1 << random.nextInt(LONGEST_DELAY_BITS + 1));
    }

    private void block() {
        boolean late = scope.context().isDone();
        while (true) {
            try {
                call.block();
                returned = true;
                count(cancelling, false, late);
                break;
            } catch (Exception e) {
                if (byContext(e)) {
                    count(releasing, true, late);
                    break;
                }
                if (!(e instanceof InterruptedException)) {
                    tally.wrong++;
                    break;
                }
                // Somebody's interrupt; the call is made again at once, as the user's code would.
                tally.userFirst++;
                interruptsSeen++;
                if (interruptsSeen > 2) {
                    break;
                }
            }
        }
        if (Thread.interrupted()) {
            tally.userKept++;
            interruptsSeen++;
        }
    }

    private static boolean byContext(Exception e) {
        return e instanceof ContextException || e.getCause() instanceof ContextException;
    }

    private void count(boolean otherBegan, boolean cancelled, boolean late) {
        if (late) {
            tally.failedFast++;
        } else if (otherBegan && cancelled) {
            tally.cancelledBoth++;
        } else if (otherBegan) {
            tally.returnedBoth++;
        } else if (cancelled) {
            tally.cancelFirst++;
        } else {
            tally.returnFirst++;
        }
    }

    private void settle(int now) {
        for (int tries = 1; secondDone.get() != now || (hasThird() && thirdDone.get() != now); tries++) {
            // Cleared as it comes, or the pause would be none.
            interruptsSeen += Thread.interrupted() ? 1 : 0;
            Handover.pause(tries);
        }
        interruptsSeen += Thread.interrupted() ? 1 : 0;
        int sent = race == Race.USER ? 1 : 0;
        tally.stray += Math.max(interruptsSeen - sent, 0);
        tally.lost += Math.max(sent - interruptsSeen, 0);
        tally.elements += call.settled(returned) ? 0 : 1;
        if (race == Race.SECOND && alsoCancelled == scope && secondWon == thirdWon) {
            tally.wrong++;
        }
        outer.cancel();
    }

    /** The life of the one who cancels and releases. */
    void runSecond() {
        for (int next = 1; handover.await(round, next); next++) {
            call.arm();
            ready.set(next);
            handover.await(entering, next);
            Handover.spin(beforeFirst);
            if (releaseFirst) {
                release();
                between(next);
                cancel();
            } else {
                cancel();
                between(next);
                release();
            }
            secondDone.set(next);
        }
    }

    /**
     * Where a wake-up takes longer than any delay, the one that came first would otherwise never be alone. A call that it does not
     * end is left to the one that comes second.
     */
    private void between(int now) {
        if (!oneAfterTheOther) {
            Handover.spin(beforeSecond);
        } else if (!handover.await(ended, now, rounds.patienceNanos())) {
            tally.stuck++;
        }
    }

    private void release() {
        releasing = true;
        call.release();
    }

    private void cancel() {
        cancelling = true;
        secondWon = scope.cancel();
    }

    /** The life of the third party. */
    void runThird() {
        for (int next = 1; handover.await(entering, next); next++) {
            Handover.spin(beforeThird);
            if (race == Race.USER) {
                caller.interrupt();
            } else {
                cancelling = true;
                thirdWon = alsoCancelled.cancel();
            }
            thirdDone.set(next);
        }
    }
}
