package io.ctxagent.programs.handshake;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.io.UncheckedIOException;
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

    /** More often than a user may interrupt, so that a call that says so without end is left. */
    private static final int MOST_INTERRUPTS = 3;

    final Tally tally = new Tally();
    final AtomicInteger round = new AtomicInteger();
    private final RacedCall call;
    private final Race race;
    private final Rounds rounds;
    private final SplittableRandom random;
    private final Aim aim = new Aim();
    private final Runnable blocking = this::block;
    private volatile Thread caller;
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger entering = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger secondDone = new AtomicInteger();
    private final AtomicInteger thirdDone = new AtomicInteger();
    private final Handover handover = new Handover();
    private volatile boolean releasing;
    private volatile long releasedNanos;
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
    private long aimedNanos;
    private long thirdAimedNanos;

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

    void close() throws Exception {
        call.close();
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
            call.left();
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
        boolean aimed = (random.nextBoolean() && planWhatIsMissing()) || random.nextBoolean();
        aimedNanos = aimed ? aim.draw(random) : 0;
        // Of two cancels a call meets the earlier one alone.
        boolean thirdAimed = random.nextBoolean() || (aimed && race == Race.SECOND);
        thirdAimedNanos = thirdAimed ? aim.draw(random) : 0;
        releasing = false;
        cancelling = false;
        returned = false;
        interruptsSeen = 0;
        prepareCall();
    }

    /** A wake-up that comes late may close what the next round is being prepared with. */
    private void prepareCall() {
        try {
            call.prepare();
        } catch (UncheckedIOException e) {
            tally.element(e);
        }
    }

    /**
     * Plans for the next of the outcomes that no round has come to yet, which chance alone may not bring about in few rounds:
     * each party alone, then a cancel that meets a return.
     *
     * @return whether one is missing
     */
    private boolean planWhatIsMissing() {
        boolean alone = tally.returnFirst == 0 || tally.cancelFirst == 0;
        if (!alone && tally.returnedBoth > 0) {
            return false;
        }
        oneAfterTheOther = alone;
        releaseFirst = tally.returnFirst == 0 || !alone;
        return true;
    }

    /** All magnitudes alike: the windows are between a few instructions and a wake-up wide. */
    private int delay() {
        return random.nextInt(1 << random.nextInt(LONGEST_DELAY_BITS + 1));
    }

    private void block() {
        long entered = System.nanoTime();
        boolean late = scope.context().isDone();
        boolean again = true;
        for (int interrupts = 0; again; interrupts++) {
            try {
                call.block();
                returned = true;
                noteReturn(entered, late);
                count(cancelling, false, late);
                again = false;
            } catch (Exception e) {
                again = !byContext(e) && byUser(e) && interrupts < MOST_INTERRUPTS;
                if (byContext(e)) {
                    count(releasing, true, late);
                }
            }
        }
        if (Thread.interrupted()) {
            tally.userKept++;
            interruptsSeen++;
        }
    }

    /** Not of a caller that was late itself: what it called may have been able to return for long. */
    private void noteReturn(long entered, boolean late) {
        if (!late) {
            long now = System.nanoTime();
            aim.returnedAfter(Math.min(now - entered, releasing ? now - releasedNanos : Long.MAX_VALUE));
        }
    }

    /** Whether it is somebody's interrupt, after which the call is made again at once, as the user's code would. */
    private boolean byUser(Exception e) {
        RacedCall.Interrupt interrupt = call.interrupt(e);
        if (interrupt == RacedCall.Interrupt.NONE) {
            tally.wrong(e);
            return false;
        }
        tally.userFirst++;
        // One that is said to be pending and is not has got lost.
        interruptsSeen += interrupt == RacedCall.Interrupt.CLEARED || Thread.interrupted() ? 1 : 0;
        return interrupt != RacedCall.Interrupt.CLOSED;
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
        settleCall();
        if (race == Race.SECOND && alsoCancelled == scope && secondWon == thirdWon) {
            tally.wrong++;
        }
        outer.cancel();
    }

    private void settleCall() {
        try {
            tally.elements += call.settled(returned) ? 0 : 1;
        } catch (Exception e) {
            tally.element(e);
        }
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
            Handover.delay(beforeSecond, releaseFirst ? aimedNanos : 0);
        } else if (!handover.await(ended, now, rounds.patienceNanos())) {
            tally.stuck++;
        }
    }

    private void release() {
        releasedNanos = System.nanoTime();
        releasing = true;
        try {
            if (oneAfterTheOther) {
                call.release();
            } else {
                call.releaseInPassing();
            }
        } catch (UncheckedIOException e) { // the fault of a canary has ended a connection that is to stay
            tally.element(e);
        }
    }

    private void cancel() {
        cancelling = true;
        secondWon = scope.cancel();
    }

    /** The life of the third party. */
    void runThird() {
        for (int next = 1; handover.await(entering, next); next++) {
            if (race == Race.SECOND && oneAfterTheOther && releaseFirst) {
                // It would end a call that takes longer to return than any delay, and nobody would ever see how long.
                handover.await(ended, next, rounds.patienceNanos());
            } else {
                Handover.delay(beforeThird, thirdAimedNanos);
            }
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
