package shop;

import java.util.concurrent.CountDownLatch;

/** What a worker of a pool is given to do. */
public final class Work {

    private Work() {}

    public static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
