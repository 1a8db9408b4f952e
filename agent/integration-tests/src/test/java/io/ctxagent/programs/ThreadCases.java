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
                BlockingCase.of("Thread.sleep(long)", "Thread.sleep", () -> Thread.sleep(HOUR), () -> {})
                        .ready(() -> Thread.sleep(0)),
                BlockingCase.of("Thread.sleep(long,int)", "Thread.sleep", () -> Thread.sleep(HOUR, 1), () -> {})
                        .ready(() -> Thread.sleep(0, 0)),
                BlockingCase.of("TimeUnit.sleep", "TimeUnit.sleep", () -> TimeUnit.HOURS.sleep(1), () -> {})
                        .ready(() -> TimeUnit.HOURS.sleep(0))));
        BlockingCase.Call ofDuration = ofDuration(null, "sleep", Duration.ofHours(1));
        if (ofDuration != null) {
            cases.add(BlockingCase.of("Thread.sleep(Duration)", "Thread.sleep", ofDuration, () -> {})
                    .ready(ofDuration(null, "sleep", Duration.ZERO)));
        }
        return cases;
    }

    /** Of {@code Thread}; null where this JDK has no such method. */
    private static BlockingCase.Call ofDuration(Thread thread, String method, Duration duration) {
        return Form.of(thread, Thread.class, method, new Class<?>[] {Duration.class}, duration);
    }

    static List<BlockingCase> waits() {
        List<BlockingCase> cases = new ArrayList<>(List.of(
                waiting("Object.wait()", Object::wait),
                waiting("Object.wait(long)", monitor -> monitor.wait(HOUR)),
                waiting("Object.wait(long,int)", monitor -> monitor.wait(HOUR, 1))));
        String frame = "ReferenceQueue.remove";
        ReferenceQueue<Object> references = new ReferenceQueue<>();
        WeakReference<Object> reference = new WeakReference<>(references, references);
        BlockingCase untimed =
                BlockingCase.of("ReferenceQueue.remove()", frame, references::remove, reference::enqueue);
        ReferenceQueue<Object> timed = new ReferenceQueue<>();
        WeakReference<Object> other = new WeakReference<>(timed, timed);
        BlockingCase limited =
                BlockingCase.of("ReferenceQueue.remove(long)", frame, () -> timed.remove(HOUR), other::enqueue);
        // Later it is what they wait in that obeys, and a reference that is there is not waited for.
        boolean obey = Runtime.version().feature() < 19;
        cases.add(obey ? untimed : untimed.neverReady());
        cases.add(obey ? limited : limited.neverReady());
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
                        })
                .neverReady();
    }

    static List<BlockingCase> joins() {
        List<BlockingCase> cases = new ArrayList<>();
        join(cases, "Thread.join()", Thread::join);
        join(cases, "Thread.join(long)", thread -> thread.join(HOUR));
        join(cases, "Thread.join(long,int)", thread -> thread.join(HOUR, 1));
        if (ofDuration(Thread.currentThread(), "join", Duration.ZERO) != null) {
            join(
                    cases,
                    "Thread.join(Duration)",
                    thread -> ofDuration(thread, "join", Duration.ofHours(1)).run());
        }
        return cases;
    }

    private interface Joining {
        void on(Thread thread) throws Throwable;
    }

    private static void join(List<BlockingCase> cases, String name, Joining joining) {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Cases.daemon(end::await);
        cases.add(BlockingCase.of(name, "Thread.join", () -> joining.on(thread), end::countDown)
                .readyAfter(() -> {
                    end.countDown();
                    thread.join();
                }));
    }
}
