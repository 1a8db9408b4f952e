package io.ctxagent.programs;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Queues that an application wrote: one hands on, one waits on a monitor, one on a condition, one asks again and again. */
final class QueueCases {

    private QueueCases() {}

    static List<BlockingCase> all() {
        return List.of(
                take(new DelegatingQueue()),
                put(new DelegatingQueue()),
                take(new MonitorQueue()),
                put(new MonitorQueue()),
                poll(new MonitorQueue()),
                take(new ConditionQueue()),
                put(new ConditionQueue()),
                take(new PollingQueue()));
    }

    private static BlockingCase take(SmallQueue queue) {
        String name = queue.getClass().getSimpleName() + ".take";
        return new BlockingCase(name, name, queue::take, () -> queue.offer(1), () -> keeps(queue));
    }

    private static BlockingCase poll(SmallQueue queue) {
        String name = queue.getClass().getSimpleName() + ".poll";
        return new BlockingCase(
                name, name, () -> queue.poll(1, TimeUnit.HOURS), () -> queue.offer(1), () -> keeps(queue));
    }

    private static BlockingCase put(SmallQueue queue) {
        queue.offer(0);
        String name = queue.getClass().getSimpleName() + ".put";
        return new BlockingCase(
                name, name, () -> queue.put(1), queue::poll, () -> queue.size() == 1 ? "" : "put all the same");
    }

    private static String keeps(SmallQueue queue) {
        queue.offer(7);
        Integer element = queue.poll();
        return element != null && element == 7 ? "" : "the next element is lost";
    }

    /** Room for one element; what a subclass adds is how it waits. */
    private abstract static class SmallQueue extends AbstractQueue<Integer> implements BlockingQueue<Integer> {
        final ArrayDeque<Integer> elements = new ArrayDeque<>();

        @Override
        public boolean offer(Integer element, long timeout, TimeUnit unit) throws InterruptedException {
            throw new UnsupportedOperationException();
        }

        @Override
        public Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized boolean offer(Integer element) {
            return elements.isEmpty() && elements.add(element);
        }

        @Override
        public synchronized Integer poll() {
            return elements.poll();
        }

        @Override
        public synchronized Integer peek() {
            return elements.peek();
        }

        @Override
        public synchronized int size() {
            return elements.size();
        }

        @Override
        public int remainingCapacity() {
            return 1 - size();
        }

        @Override
        public int drainTo(Collection<? super Integer> target) {
            return drainTo(target, 1);
        }

        @Override
        public int drainTo(Collection<? super Integer> target, int most) {
            Integer element = poll();
            return element != null && target.add(element) ? 1 : 0;
        }

        @Override
        public Iterator<Integer> iterator() {
            return List.copyOf(elements).iterator();
        }
    }

    private static final class DelegatingQueue extends SmallQueue {
        private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>(1);

        @Override
        public Integer take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void put(Integer element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public boolean offer(Integer element) {
            return queue.offer(element);
        }

        @Override
        public Integer poll() {
            return queue.poll();
        }

        @Override
        public int size() {
            return queue.size();
        }
    }

    private static final class MonitorQueue extends SmallQueue {
        @Override
        public synchronized Integer take() throws InterruptedException {
            while (elements.isEmpty()) {
                wait();
            }
            notifyAll();
            return elements.remove();
        }

        @Override
        public synchronized Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
            while (elements.isEmpty()) {
                wait(unit.toMillis(timeout));
            }
            return elements.remove();
        }

        @Override
        public synchronized void put(Integer element) throws InterruptedException {
            while (!elements.isEmpty()) {
                wait();
            }
            notifyAll();
            elements.add(element);
        }

        @Override
        public synchronized boolean offer(Integer element) {
            notifyAll();
            return super.offer(element);
        }

        @Override
        public synchronized Integer poll() {
            notifyAll();
            return super.poll();
        }
    }

    private static final class ConditionQueue extends SmallQueue {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();

        @Override
        public Integer take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (elements.isEmpty()) {
                    changed.await();
                }
                changed.signalAll();
                return elements.remove();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void put(Integer element) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!elements.isEmpty()) {
                    changed.await();
                }
                changed.signalAll();
                elements.add(element);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean offer(Integer element) {
            lock.lock();
            try {
                changed.signalAll();
                return super.offer(element);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Integer poll() {
            lock.lock();
            try {
                changed.signalAll();
                return super.poll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Its sleeps are the waits under test. */
    private static final class PollingQueue extends SmallQueue {
        @Override
        public Integer take() throws InterruptedException {
            Integer element = poll();
            while (element == null) {
                Thread.sleep(20);
                element = poll();
            }
            return element;
        }

        @Override
        public void put(Integer element) throws InterruptedException {
            while (!offer(element)) {
                Thread.sleep(20);
            }
        }
    }
}
