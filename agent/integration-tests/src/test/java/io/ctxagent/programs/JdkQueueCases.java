package io.ctxagent.programs;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The JDK's queues, empty or full, and an application's that are made of them. */
final class JdkQueueCases {

    private final List<BlockingCase> cases = new ArrayList<>();

    private JdkQueueCases() {}

    static List<BlockingCase> all() throws Exception {
        JdkQueueCases all = new JdkQueueCases();
        all.taken(ArrayBlockingQueue.class, () -> new ArrayBlockingQueue<>(1));
        all.taken(LinkedBlockingQueue.class, LinkedBlockingQueue::new);
        all.taken(LinkedBlockingDeque.class, LinkedBlockingDeque::new);
        all.taken(PriorityBlockingQueue.class, PriorityBlockingQueue::new);
        all.taken(LinkedTransferQueue.class, LinkedTransferQueue::new);
        all.synchronous();
        all.delayed();
        all.behindItsLock(new ArrayBlockingQueue<>(2));
        all.behindItsLock(new LinkedBlockingQueue<>());
        all.filled(ArrayBlockingQueue.class, () -> new ArrayBlockingQueue<>(1));
        all.filled(LinkedBlockingQueue.class, () -> new LinkedBlockingQueue<>(1));
        all.filled(LinkedBlockingDeque.class, () -> new LinkedBlockingDeque<>(1));
        all.ends(LinkedBlockingDeque.class, LinkedBlockingDeque::new);
        all.transferred(new LinkedTransferQueue<>(), new LinkedTransferQueue<>());
        all.ofApplications();
        return all.cases;
    }

    private interface Use<Q> {
        void on(Q queue) throws InterruptedException;
    }

    /** Waits for an element. */
    private <Q extends BlockingQueue<Integer>> void empty(Class<?> type, String method, Q queue, Use<Q> use) {
        String name = type.getSimpleName() + "." + method;
        cases.add(BlockingCase.of(name, name, () -> use.on(queue), () -> queue.add(1)));
    }

    /** Waits for room. */
    private <Q extends BlockingQueue<Integer>> void full(Class<?> type, String method, Q queue, Use<Q> use) {
        String name = type.getSimpleName() + "." + method;
        queue.add(0);
        cases.add(new BlockingCase(
                name,
                name,
                () -> use.on(queue),
                queue::poll,
                () -> queue.size() <= 1 ? "" : "element put all the same"));
    }

    private void taken(Class<?> type, Supplier<BlockingQueue<Integer>> made) {
        empty(type, "take", made.get(), BlockingQueue::take);
        empty(type, "poll", made.get(), queue -> queue.poll(1, TimeUnit.HOURS));
    }

    private void filled(Class<?> type, Supplier<BlockingQueue<Integer>> made) {
        full(type, "put", made.get(), queue -> queue.put(1));
        full(type, "offer", made.get(), queue -> queue.offer(1, 1, TimeUnit.HOURS));
    }

    private interface Made {
        BlockingDeque<Integer> with(int capacity);
    }

    private void ends(Class<?> type, Made made) {
        empty(type, "takeFirst", made.with(1), BlockingDeque::takeFirst);
        empty(type, "takeLast", made.with(1), BlockingDeque::takeLast);
        empty(type, "pollFirst", made.with(1), deque -> deque.pollFirst(1, TimeUnit.HOURS));
        empty(type, "pollLast", made.with(1), deque -> deque.pollLast(1, TimeUnit.HOURS));
        full(type, "putFirst", made.with(1), deque -> deque.putFirst(1));
        full(type, "putLast", made.with(1), deque -> deque.putLast(1));
        full(type, "offerFirst", made.with(1), deque -> deque.offerFirst(1, 1, TimeUnit.HOURS));
        full(type, "offerLast", made.with(1), deque -> deque.offerLast(1, 1, TimeUnit.HOURS));
    }

    private void synchronous() {
        for (String method : List.of("take", "poll", "put", "offer")) {
            SynchronousQueue<Integer> queue = new SynchronousQueue<>();
            String name = "SynchronousQueue." + method;
            BlockingCase.Call call = switch (method) {
                case "take" -> queue::take;
                case "poll" -> () -> queue.poll(1, TimeUnit.HOURS);
                case "put" -> () -> queue.put(1);
                default -> () -> queue.offer(1, 1, TimeUnit.HOURS);
            };
            boolean takes = method.equals("take") || method.equals("poll");
            cases.add(BlockingCase.of(name, name, call, takes ? () -> queue.offer(1) : queue::poll)
                    .readyAfter(() -> {
                        if (takes) {
                            Still.waiting("SynchronousQueue.put", () -> queue.put(1));
                        } else {
                            Still.waiting("SynchronousQueue.take", queue::take);
                        }
                    }));
        }
    }

    private void delayed() {
        DelayQueue<Later> taken = new DelayQueue<>();
        cases.add(BlockingCase.of("DelayQueue.take", "DelayQueue.take", taken::take, () -> taken.put(new Later())));
        DelayQueue<Later> polled = new DelayQueue<>();
        cases.add(BlockingCase.of(
                "DelayQueue.poll",
                "DelayQueue.poll",
                () -> polled.poll(1, TimeUnit.HOURS),
                () -> polled.put(new Later())));
    }

    private void transferred(LinkedTransferQueue<Integer> first, LinkedTransferQueue<Integer> second) {
        String name = first.getClass().getSimpleName();
        String transfer = name + ".transfer";
        cases.add(BlockingCase.of(transfer, transfer, () -> first.transfer(1), first::poll)
                .readyAfter(() -> Still.waiting("TransferQueue.take", first::take)));
        String tried = name + ".tryTransfer";
        cases.add(BlockingCase.of(tried, tried, () -> second.tryTransfer(1, 1, TimeUnit.HOURS), second::poll)
                .readyAfter(() -> Still.waiting("TransferQueue.take", second::take)));
    }

    private void ofApplications() {
        taken(OwnDeque.class, () -> new OwnDeque(1));
        filled(OwnDeque.class, () -> new OwnDeque(1));
        ends(OwnDeque.class, OwnDeque::new);
        transferred(new OwnTransferQueue(), new OwnTransferQueue());
    }

    /** The element is there; another thread holds the lock, because it drains the queue into what does not take it. */
    private void behindItsLock(BlockingQueue<Integer> queue) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        queue.add(0);
        queue.add(1);
        Cases.daemon(() -> queue.drainTo(new Reluctant(held, release), 1));
        held.await();
        String name = queue.getClass().getSimpleName();
        cases.add(BlockingCase.of(name + ".take behind its lock", name + ".take", queue::take, release::countDown));
    }

    private static final class Reluctant extends AbstractCollection<Integer> {
        private final CountDownLatch asked;
        private final CountDownLatch open;

        Reluctant(CountDownLatch asked, CountDownLatch open) {
            this.asked = asked;
            this.open = open;
        }

        @Override
        public boolean add(Integer element) {
            asked.countDown();
            return Cases.awaited(open) == 1;
        }

        @Override
        public Iterator<Integer> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    }

    private static final class Later implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
