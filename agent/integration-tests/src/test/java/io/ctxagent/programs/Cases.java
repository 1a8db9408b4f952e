package io.ctxagent.programs;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The blocking calls, by the name of their family; one object each, made afresh for each round. */
final class Cases {

    private Cases() {}

    static List<BlockingCase> of(String family) throws Exception {
        return switch (family) {
            case "queue" -> JdkQueueCases.all();
            case "lock" -> LockCases.all();
            case "future" -> TaskCases.all();
            case "sleep" -> ThreadCases.sleeps();
            case "wait" -> ThreadCases.waits();
            case "join" -> ThreadCases.joins();
            case "socket" -> SocketCases.all();
            case "process" -> CallCases.processes();
            case "httpclient" -> CallCases.httpClients();
            case "above-socket" -> CallCases.aboveSockets();
            case "more-futures" -> FutureCases.all();
            case "scope" -> ScopeCases.all();
            case "coroutine" -> CoroutineCases.all();
            case "own-queue" -> QueueCases.all();
            case "tls" -> TlsCases.all();
            case "libraries" -> LibraryCases.all();
            case "unwakeable" -> UnwakeableCases.blocked();
            case "quiet" -> WaitingConnection.all();
            case JdbcForms.NAME -> JdbcForms.all();
            case "sends" -> SendCases.all();
            case "refused" -> UnwakeableCases.refused();
            default -> throw new IllegalArgumentException(family);
        };
    }

    static int awaited(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return 1;
            } catch (InterruptedException e) {
                if (latch.getCount() == 0 || e.getCause() != null) {
                    return 0;
                }
                interrupted = true;
            }
        }
    }

    interface Body {
        void run() throws Exception;
    }

    static Thread daemon(Body body) {
        Thread thread = daemonThread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    static Thread daemonThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
