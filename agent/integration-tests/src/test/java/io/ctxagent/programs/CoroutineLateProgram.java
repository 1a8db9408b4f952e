package io.ctxagent.programs;

import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;

/**
 * Waits in a {@code runBlocking} on a thread of its own, which parks and is given its result; prints {@code USED}, waits for a
 * byte, and goes on as {@link WakeProgram} with the cases of coroutines and the trigger {@code cancel}: {@code <kinds of thread>}.
 */
public final class CoroutineLateProgram {

    private CoroutineLateProgram() {}

    public static void main(String[] args) throws Exception {
        CompletableDeferred<Integer> result = CompletableDeferredKt.CompletableDeferred(null);
        Thread thread = Cases.daemonThread(ChannelCases.quietly(
                () -> CoroutineCases.runBlocking((scope, continuation) -> result.await(continuation))));
        thread.start();
        WakeProgram.awaitBlocked(thread, "BlockingCoroutine.joinBlocking");
        result.complete(1);
        thread.join();
        System.out.println("USED");
        System.in.read();
        WakeProgram.main(new String[] {"coroutine", "cancel", args[0]});
    }
}
