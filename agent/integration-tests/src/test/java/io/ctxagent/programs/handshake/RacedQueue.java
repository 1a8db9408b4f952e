package io.ctxagent.programs.handshake;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A queue that keeps what it is given: one element in each round, which comes or for which there comes to be room.
 *
 * @param whenReturned how many are left in it when the call came back
 * @param whenEnded how many when it did not
 */
record RacedQueue(
        BlockingQueue<?> queue, Runnable before, Callable<?> call, Runnable after, int whenReturned, int whenEnded)
        implements RacedCall {

    static RacedQueue take(BlockingQueue<Integer> queue) {
        return new RacedQueue(queue, () -> {}, queue::take, () -> queue.add(1), 0, 1);
    }

    /** The longer of the two waits of a take, for an element and for its time, or both. */
    static RacedQueue takeDelayed() {
        DelayQueue<Due> queue = new DelayQueue<>();
        return new RacedQueue(queue, () -> {}, queue::take, () -> queue.add(Due.soon()), 0, 1);
    }

    /**
     * @param queue which has room for one
     */
    static RacedQueue put(BlockingQueue<Integer> queue) {
        return new RacedQueue(
                queue,
                () -> queue.add(0),
                () -> {
                    queue.put(1);
                    return 1;
                },
                () -> queue.remove(0),
                1,
                0);
    }

    @Override
    public void prepare() {
        before.run();
    }

    @Override
    public void block() throws Exception {
        call.call();
    }

    @Override
    public void release() {
        after.run();
    }

    @Override
    public boolean settled(boolean returned) {
        int left = queue.size();
        queue.clear();
        return left == (returned ? whenReturned : whenEnded);
    }

    private record Due(long atNanos) implements Delayed {

        private static final long SOON_NANOS = 20_000;

        static Due soon() {
            return new Due(System.nanoTime() + SOON_NANOS);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
