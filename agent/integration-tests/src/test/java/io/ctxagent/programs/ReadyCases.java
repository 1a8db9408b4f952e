package io.ctxagent.programs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Blocking calls that do not have to wait: what they wait for is there. */
final class ReadyCases {

    private ReadyCases() {}

    static List<BlockingCase> all() throws Exception {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(7));
        SocketCases.Pair pair = new SocketCases.Pair();
        pair.send(7);
        return List.of(
                ready("LinkedBlockingQueue.take", queue::take),
                ready("CountDownLatch.await", new CountDownLatch(0)::await),
                ready("Semaphore.acquire", new Semaphore(1)::acquire),
                ready("CompletableFuture.get", CompletableFuture.completedFuture(1)::get),
                ready("CompletableFuture.join", CompletableFuture.completedFuture(1)::join),
                ready("Thread.sleep", () -> Thread.sleep(1)),
                ready("Socket read", () -> pair.near.getInputStream().read()),
                ready("Socket write", () -> pair.near.getOutputStream().write(1)));
    }

    private static BlockingCase ready(String name, BlockingCase.Call call) {
        return BlockingCase.of(name, "", call, () -> {});
    }
}
