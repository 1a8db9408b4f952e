package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.QueueWaits;
import io.ctxagent.boot.Waits;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.advice.WaitAdvice;
import io.ctxagent.instrument.callsite.WaitsInQueues;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The queues of java.util.concurrent: {@code take}, {@code put}, {@code transfer}, timed {@code offer} and
 * {@code poll}. Woken by an interrupt, which they all obey without losing an element. On every JDK from 17 on, because only
 * public methods are named.
 *
 * <p>The two that are used most run no code of anybody else's and call none of their own public methods before they wait: their
 * calls only fail fast, and the waits in them are registered (read on JDK 17 and 25). The others compare elements, ask for
 * delays, or wait in a public method of their own.
 */
public final class QueueFamily implements BlockingFamily {

    /** The queues whose {@code put} notes by itself what {@link LostHandOverFamily} wants to know. */
    static final List<String> NOTE_WHAT_IS_PUT =
            List.of("java.util.concurrent.ArrayBlockingQueue", "java.util.concurrent.LinkedBlockingQueue");

    private static final String TIMED_OFFER = "(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z";
    private static final String TIMED_POLL = "(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;";

    @Override
    public Family family() {
        return Family.QUEUE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>();
        WaitsInQueues waits = new WaitsInQueues();
        for (String queue : NOTE_WHAT_IS_PUT) {
            hooks.add(Hook.of(Family.QUEUE, queue, "put", PutAdvice.class).with(waits));
            hooks.add(Hook.of(Family.QUEUE, queue, "take", QueueAdvice.class).with(waits));
            hooks.add(new Hook(Family.QUEUE, queue, "offer", TIMED_OFFER, QueueAdvice.class).with(waits));
            hooks.add(new Hook(Family.QUEUE, queue, "poll", TIMED_POLL, QueueAdvice.class).with(waits));
        }
        for (Hook hook : Hook.interruptible(
                Family.QUEUE,
                WaitAdvice.class,
                "java.util.concurrent.LinkedBlockingDeque",
                "java.util.concurrent.PriorityBlockingQueue",
                "java.util.concurrent.DelayQueue",
                "java.util.concurrent.SynchronousQueue",
                "java.util.concurrent.LinkedTransferQueue")) {
            hooks.add(hook.with(waits));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                inApplications(),
                Facts.interrupted(
                        Facts.Recorded.WHEN_IT_PARKS,
                        "",
                        Target.of("java.util.concurrent.ArrayBlockingQueue", "offer", "poll", "put", "take"),
                        Target.of("java.util.concurrent.LinkedBlockingQueue", "offer", "poll", "put", "take"),
                        Target.of(
                                "java.util.concurrent.LinkedBlockingDeque",
                                "offer",
                                "offerFirst",
                                "offerLast",
                                "poll",
                                "pollFirst",
                                "pollLast",
                                "put",
                                "putFirst",
                                "putLast",
                                "take",
                                "takeFirst",
                                "takeLast"),
                        Target.of("java.util.concurrent.PriorityBlockingQueue", "poll", "take"),
                        Target.of("java.util.concurrent.DelayQueue", "poll", "take"),
                        Target.of("java.util.concurrent.SynchronousQueue", "offer", "poll", "put", "take"),
                        Target.of(
                                "java.util.concurrent.LinkedTransferQueue",
                                "poll",
                                "take",
                                "transfer",
                                "tryTransfer")));
    }

    private static Facts inApplications() {
        return Facts.interrupted(
                Facts.Recorded.WHEN_IT_PARKS,
                "woken by way of what it waits on inside; one that waits in a way of its own is refused and not woken",
                Target.inApplications("a `BlockingQueue` that the application wrote: `take`, `put`, `transfer`, timed"
                        + " `offer` and `poll`, and those of a `BlockingDeque` or `TransferQueue`"));
    }

    /** On methods whose waits {@link WaitsInQueues} points at the bridge. */
    static final class QueueAdvice {

        private QueueAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String call, @Advice.This Object queue)
                throws InterruptedException {
            return QueueWaits.begin(call, queue);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }

    /** The same where an element is put, which may be a task; the context is asked for once. */
    static final class PutAdvice {

        private PutAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call,
                @Advice.This Object queue,
                @Advice.Argument(0) @Nullable Object element)
                throws InterruptedException {
            return QueueWaits.beginPut(call, queue, element);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object begun, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (begun != null) {
                thrown = Waits.end(begun, thrown);
            }
        }
    }
}
