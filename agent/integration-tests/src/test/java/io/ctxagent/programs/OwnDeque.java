package io.ctxagent.programs;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A deque of the application's that hands everything that waits on to the JDK's. */
final class OwnDeque extends LinkedBlockingDeque<Integer> {

    private static final long serialVersionUID = 1;

    OwnDeque(int capacity) {
        super(capacity);
    }

    @Override
    public Integer take() throws InterruptedException {
        return super.take();
    }

    @Override
    public Integer takeFirst() throws InterruptedException {
        return super.takeFirst();
    }

    @Override
    public Integer takeLast() throws InterruptedException {
        return super.takeLast();
    }

    @Override
    public Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
        return super.poll(timeout, unit);
    }

    @Override
    public Integer pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
        return super.pollFirst(timeout, unit);
    }

    @Override
    public Integer pollLast(long timeout, TimeUnit unit) throws InterruptedException {
        return super.pollLast(timeout, unit);
    }

    @Override
    public void put(Integer element) throws InterruptedException {
        super.put(element);
    }

    @Override
    public void putFirst(Integer element) throws InterruptedException {
        super.putFirst(element);
    }

    @Override
    public void putLast(Integer element) throws InterruptedException {
        super.putLast(element);
    }

    @Override
    public boolean offer(Integer element, long timeout, TimeUnit unit) throws InterruptedException {
        return super.offer(element, timeout, unit);
    }

    @Override
    public boolean offerFirst(Integer element, long timeout, TimeUnit unit) throws InterruptedException {
        return super.offerFirst(element, timeout, unit);
    }

    @Override
    public boolean offerLast(Integer element, long timeout, TimeUnit unit) throws InterruptedException {
        return super.offerLast(element, timeout, unit);
    }
}
