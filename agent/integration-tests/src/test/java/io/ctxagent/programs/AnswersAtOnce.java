package io.ctxagent.programs;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Calls that never wait, of classes whose other calls do. */
final class AnswersAtOnce {

    private AnswersAtOnce() {}

    /** What each says, and at last what a call that waits comes to. */
    static String all() {
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>(1);
        SynchronousQueue<String> handOver = new SynchronousQueue<>();
        Semaphore semaphore = new Semaphore(1);
        String answers = "offer:" + queue.offer("element") + " offer to a full one:" + queue.offer("more") + " poll:"
                + queue.poll() + " poll of an empty one:" + queue.poll() + " hand over:" + handOver.offer("element")
                + " " + handOver.poll() + " tryLock:" + new ReentrantLock().tryLock() + " tryAcquire:"
                + semaphore.tryAcquire() + " of none:" + semaphore.tryAcquire();
        try {
            return answers + " take:" + queue.take();
        } catch (InterruptedException e) {
            return answers + " take:" + e.getClass().getSimpleName();
        }
    }
}
