package io.ctxagent.programs.handshake;

import java.util.concurrent.CountDownLatch;

/** A thread in each round that ends when it is told, a platform and a virtual one in turns where there are such. */
final class RacedJoin implements RacedCall {

    private static final boolean BOTH_KINDS = Runtime.version().feature() >= 21;

    private boolean virtual;
    private volatile CountDownLatch told = new CountDownLatch(1);
    private Thread joined = new Thread();

    @Override
    public void prepare() {
        told = new CountDownLatch(1);
        virtual = BOTH_KINDS && !virtual;
        try {
            joined = Kinds.thread(virtual ? "virtual" : "platform", this::untilTold);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        joined.start();
    }

    private void untilTold() {
        try {
            told.await();
        } catch (InterruptedException nobodysBusiness) {
            throw new IllegalStateException(nobodysBusiness);
        }
    }

    @Override
    public void block() throws InterruptedException {
        joined.join();
    }

    @Override
    public void release() {
        told.countDown();
    }

    @Override
    public boolean settled(boolean returned) throws InterruptedException {
        boolean alive = joined.isAlive();
        joined.join();
        return !(returned && alive);
    }
}
