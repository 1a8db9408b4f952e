package io.ctxagent.programs.handshake;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * An element that goes from hand to hand: no queue keeps it, so the other side tries until it has met the caller or that one has
 * left. Both of them have had it, or none.
 */
final class RacedHandOver implements RacedCall {

    private static final int MOST_TRIES_BITS = 12;

    private final Queue<Integer> queue;
    private final Callable<?> call;
    private final BooleanSupplier otherSide;
    private volatile boolean left;
    private boolean met;

    private RacedHandOver(Queue<Integer> queue, Callable<?> call, BooleanSupplier otherSide) {
        this.queue = queue;
        this.call = call;
        this.otherSide = otherSide;
    }

    static RacedHandOver take() {
        SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        return new RacedHandOver(queue, queue::take, () -> queue.offer(1));
    }

    static RacedHandOver put() {
        SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        return new RacedHandOver(
                queue,
                () -> {
                    queue.put(1);
                    return 1;
                },
                () -> queue.poll() != null);
    }

    static RacedHandOver transfer() {
        LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
        return new RacedHandOver(
                queue,
                () -> {
                    queue.transfer(1);
                    return 1;
                },
                () -> queue.poll() != null);
    }

    @Override
    public void prepare() {
        left = false;
    }

    @Override
    public void block() throws Exception {
        call.call();
    }

    @Override
    public void left() {
        left = true;
    }

    @Override
    public void release() {
        release(Integer.MAX_VALUE);
    }

    /** May be over before the caller has come. */
    @Override
    public void releaseInPassing() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        release(random.nextInt(1 << random.nextInt(MOST_TRIES_BITS + 1)));
    }

    private void release(int mostTries) {
        met = false;
        for (int tries = 1; !met && !left && tries <= mostTries; tries++) {
            met = otherSide.getAsBoolean();
            Handover.pause(tries);
        }
    }

    @Override
    public boolean settled(boolean returned) {
        return met == returned && queue.isEmpty();
    }
}
