package io.ctxagent.programs;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sleeps, waits for monitors and joins, in the forms that this JDK has. */
final class ThreadCases {

    private static final int HOUR = 3_600_000;

    private ThreadCases() {}

    static List<BlockingCase> sleeps() {
        // Nothing ends a sleep but its time: longer than any test.
        List<BlockingCase> cases = new ArrayList<>(List.of(
                BlockingCase.of("Thread.sleep(long)", "Thread.sleep", () -> Thread.sleep(HOUR), () -> {}),
                BlockingCase.of("Thread.sleep(long,int)", "Thread.sleep", () -> Thread.sleep(HOUR, 1), () -> {}),
                BlockingCase.of("TimeUnit.sleep", "TimeUnit.sleep", () -> TimeUnit.HOURS.sleep(1), () -> {})));
        add(cases, "Thread.sleep(Duration)", "Thread.sleep", ofDuration(null, "sleep"), () -> {});
        return cases;
    }

    /** Of {@code Thread}. */
    private static BlockingCase.Call ofDuration(Thread thread, String method) {
        return Form.of(thread, Thread.class, method, new Class<?>[] {Duration.class}, Duration.ofHours(1));
    }

    private static void add(
            List<BlockingCase> cases, String name, String frame, BlockingCase.Call call, Runnable release) {
        if (call != null) {
            cases.add(BlockingCase.of(name, frame, call, release));
        }
    }

    static List<BlockingCase> waits() {
        List<BlockingCase> cases = new ArrayList<>(List.of(
                waiting("Object.wait()", Object::wait),
                waiting("Object.wait(long)", monitor -> monitor.wait(HOUR)),
                waiting("Object.wait(long,int)", monitor -> monitor.wait(HOUR, 1))));
        String frame = "ReferenceQueue.remove";
        ReferenceQueue<Object> references = new ReferenceQueue<>();
        WeakReference<Object> reference = new WeakReference<>(references, references);
        add(cases, "ReferenceQueue.remove()", frame, references::remove, reference::enqueue);
        ReferenceQueue<Object> timed = new ReferenceQueue<>();
        WeakReference<Object> other = new WeakReference<>(timed, timed);
        add(cases, "ReferenceQueue.remove(long)", frame, () -> timed.remove(HOUR), other::enqueue);
        return cases;
    }

    private interface Waiting {
        void on(Object monitor) throws InterruptedException;
    }

    private static BlockingCase waiting(String name, Waiting waiting) {
        Object monitor = new Object();
        return BlockingCase.of(
                name,
                "Object.wait",
                () -> {
                    synchronized (monitor) {
                        waiting.on(monitor);
                    }
                },
                () -> {
                    synchronized (monitor) {
                        monitor.notifyAll();
                    }
                });
    }

    static List<BlockingCase> joins() {
        List<BlockingCase> cases = new ArrayList<>();
        join(cases, "Thread.join()", Thread::join);
        join(cases, "Thread.join(long)", thread -> thread.join(HOUR));
        join(cases, "Thread.join(long,int)", thread -> thread.join(HOUR, 1));
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Cases.daemon(end::await);
        add(cases, "Thread.join(Duration)", "Thread.join", ofDuration(thread, "join"), end::countDown);
        return cases;
    }

    private interface Joining {
        void on(Thread thread) throws InterruptedException;
    }

    private static void join(List<BlockingCase> cases, String name, Joining joining) {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Cases.daemon(end::await);
        add(cases, name, "Thread.join", () -> joining.on(thread), end::countDown);
    }
}
