package io.ctxagent.programs;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.Job;

/** Kotlin's {@code runBlocking}, as it is called from Java. */
final class CoroutineCases {

    private static final String FRAME = "BlockingCoroutine.joinBlocking";

    private CoroutineCases() {}

    static List<BlockingCase> all() {
        return List.of(waitsForAResult(), waitsForItsChild(), inside(), takes());
    }

    private static BlockingCase waitsForAResult() {
        CompletableDeferred<Integer> result = CompletableDeferredKt.CompletableDeferred(null);
        return BlockingCase.of(
                "runBlocking",
                FRAME,
                () -> runBlocking((scope, continuation) -> result.await(continuation)),
                () -> result.complete(1));
    }

    /** A coroutine of another thread, which must not go on without the one that waits for it. */
    private static BlockingCase waitsForItsChild() {
        CompletableDeferred<Integer> result = CompletableDeferredKt.CompletableDeferred(null);
        Job[] child = new Job[1];
        CountDownLatch begun = new CountDownLatch(1);
        BlockingCase.Call call = () -> runBlocking((scope, continuation) -> {
            child[0] = BuildersKt.launch(scope, Dispatchers.getDefault(), CoroutineStart.DEFAULT, (inner, its) -> {
                begun.countDown();
                return result.await(cast(its));
            });
            return child[0];
        });
        return new BlockingCase(
                        "runBlocking of a child",
                        FRAME,
                        call,
                        () -> result.complete(1),
                        () -> child[0].isCancelled() ? "" : "the child goes on")
                .neverReady();
    }

    /** One in a coroutine of the other: the inner is the one that waits. */
    private static BlockingCase inside() {
        CompletableDeferred<Integer> result = CompletableDeferredKt.CompletableDeferred(null);
        return BlockingCase.of(
                "runBlocking in runBlocking",
                FRAME,
                () -> runBlocking((scope, continuation) -> {
                    return unchecked(() -> runBlocking((inner, its) -> result.await(its)));
                }),
                () -> result.complete(1));
    }

    /** A call that blocks the thread while it runs a coroutine is what is ended, and not the one above it. */
    private static BlockingCase takes() {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        return BlockingCase.of(
                        "take in runBlocking",
                        "LinkedBlockingQueue.take",
                        () -> runBlocking((scope, continuation) -> unchecked(queue::take)),
                        () -> queue.add(1))
                .neverReady();
    }

    static <T> T runBlocking(Function2<CoroutineScope, Continuation<? super T>, Object> body)
            throws InterruptedException {
        return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, body);
    }

    @SuppressWarnings("unchecked")
    private static <T> Continuation<T> cast(Continuation<?> continuation) {
        return (Continuation<T>) continuation;
    }

    /** Kotlin knows no checked exceptions. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Object unchecked(java.util.concurrent.Callable<?> call) throws E {
        try {
            return call.call();
        } catch (Exception e) {
            throw (E) e;
        }
    }
}
