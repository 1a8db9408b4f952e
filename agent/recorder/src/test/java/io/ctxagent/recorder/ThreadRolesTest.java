package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.ctxagent.boot.AgentThread;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import shop.Blocked;

/** Real threads of each kind; the JDK decides how they look. */
class ThreadRolesTest {

    private final Observer observer = Recorders.observer();

    @Test
    void theJvmsOwnThreadsAreTheJdks() {
        assertThat(role("Reference Handler")).isEqualTo(ThreadRole.JDK);
        assertThat(role("Finalizer")).isEqualTo(ThreadRole.JDK);
        assertThat(role("Signal Dispatcher")).isEqualTo(ThreadRole.JDK);
        assertThat(role("Common-Cleaner")).isEqualTo(ThreadRole.JDK);
    }

    @Test
    void theMainThreadIsTheApplicationsAlsoInsideATestRunner() {
        assertThat(role("main")).isEqualTo(ThreadRole.USER);
    }

    @Test
    void theTestRunnersOwnThreadsAreTools() {
        assertThat(observer.look(0, false).threads())
                .filteredOn(thread -> thread.name().startsWith("surefire-"))
                .isNotEmpty()
                .allSatisfy(thread -> assertThat(thread.role()).isEqualTo(ThreadRole.TOOL));
    }

    @Test
    void aThreadOfTheApplicationIsTheUsers() throws Exception {
        try (Blocked blocked = Blocked.in(() -> {
            new CountDownLatch(1).await();
            return null;
        })) {
            assertThat(role(blocked.thread())).isEqualTo(ThreadRole.USER);
        }
    }

    @Test
    void aThreadWhoseBodyIsAMethodOfTheJdkIsStillTheUsers() throws Exception {
        java.util.concurrent.FutureTask<Object> task =
                new java.util.concurrent.FutureTask<>(new java.util.concurrent.LinkedBlockingQueue<>()::take);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        assertThat(role(thread)).isEqualTo(ThreadRole.USER);
        thread.interrupt();
    }

    @Test
    void anIdleWorkerOfAnApplicationsPoolIsTheUsers() throws Exception {
        for (ExecutorService pool : List.of(Executors.newFixedThreadPool(1), new ForkJoinPool(1))) {
            Thread worker = pool.submit(Thread::currentThread).get();
            await().until(() -> isWaiting(worker));
            assertThat(role(worker)).isEqualTo(ThreadRole.USER);
            pool.shutdownNow();
        }
    }

    @Test
    void aTimerOfTheApplicationIsTheUsers() {
        Timer timer = new Timer("report-timer", true);
        assertThat(role("report-timer")).isEqualTo(ThreadRole.USER);
        timer.cancel();
    }

    @Test
    void aWorkerOfTheCommonPoolIsTheUsersWhileItWorksAndTheJdksWhenIdle() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Thread> started = new CompletableFuture<>();
        ForkJoinPool.commonPool().execute(() -> {
            started.complete(Thread.currentThread());
            shop.Work.await(leave);
        });
        Thread worker = started.get();
        await().untilAsserted(() -> assertThat(role(worker)).isEqualTo(ThreadRole.USER));
        leave.countDown();
        await().untilAsserted(() -> assertThat(role(worker)).isEqualTo(ThreadRole.JDK));
    }

    @Test
    void timersOfCompletableFutureAreTheJdks() {
        CompletableFuture<String> future = new CompletableFuture<String>().orTimeout(1, TimeUnit.HOURS);
        await().untilAsserted(() -> assertThat(observer.look(0, false).threads())
                .filteredOn(thread -> thread.name().equals("CompletableFutureDelayScheduler")
                        || thread.name().equals("ForkJoinPool.commonPool-delayScheduler"))
                .singleElement()
                .satisfies(thread -> assertThat(thread.role()).isEqualTo(ThreadRole.JDK)));
        future.cancel(false);
    }

    @Test
    void cleanersAreTheJdks() {
        Cleaner cleaner = Cleaner.create();
        assertThat(observer.look(0, false).threads())
                .filteredOn(thread -> thread.name().startsWith("Cleaner-"))
                .isNotEmpty()
                .allSatisfy(thread -> assertThat(thread.role()).isEqualTo(ThreadRole.JDK));
        assertThat(cleaner).isNotNull();
    }

    @Test
    void theHttpServersDispatcherAndTimersAndTheHttpClientsThreadsAreTheJdks() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        try {
            await().untilAsserted(() -> {
                assertThat(role("HTTP-Dispatcher")).isEqualTo(ThreadRole.JDK);
                assertThat(role("idle-timeout-task")).isEqualTo(ThreadRole.JDK);
                assertThat(observer.look(0, false).threads())
                        .filteredOn(thread -> thread.name().contains("SelectorManager"))
                        .isNotEmpty()
                        .allSatisfy(thread -> assertThat(thread.role()).isEqualTo(ThreadRole.JDK));
            });
        } finally {
            server.stop(0);
        }
        assertThat(client).isNotNull();
    }

    @Test
    void theReaperOfProcessesIsTheJdks() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        await().untilAsserted(() -> assertThat(observer.look(0, false).threads())
                .filteredOn(thread -> thread.name().startsWith("process reaper"))
                .isNotEmpty()
                .allSatisfy(thread -> assertThat(thread.role()).isEqualTo(ThreadRole.JDK)));
        process.destroy();
    }

    @Test
    void carriersAndPollersOfVirtualThreadsAreTheJdksAndTheThreadIsTheUsers() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21);
        try (java.net.ServerSocket server = new java.net.ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Blocked blocked = Blocked.virtuallyIn(() -> {
                    server.accept();
                    return null;
                })) {
            await().until(() -> blocked.thread().getState() == Thread.State.WAITING);
            assertThat(role(blocked.thread())).isEqualTo(ThreadRole.USER);
            assertThat(observer.look(0, false).threads())
                    .filteredOn(thread -> thread.name().contains("Poller")
                            || thread.name().contains("unblocker")
                            || thread.thread().getClass().getName().endsWith("CarrierThread"))
                    .isNotEmpty()
                    .allSatisfy(thread ->
                            assertThat(thread.role()).as(thread.name()).isEqualTo(ThreadRole.JDK));
        }
    }

    @Test
    void ourOwnThreadsAreTheAgents() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        AgentThread thread = new AgentThread(() -> shop.Work.await(leave), "ctx-agent-test");
        thread.start();
        assertThat(role(thread)).isEqualTo(ThreadRole.AGENT);
        leave.countDown();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private ThreadRole role(Thread thread) {
        return Recorders.thread(observer.look(0, false), thread).role();
    }

    private ThreadRole role(String name) {
        return observer.look(0, false).threads().stream()
                .filter(thread -> thread.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no thread " + name))
                .role();
    }
}
