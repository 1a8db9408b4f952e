package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Blocks in every call of some families at once, each under a context of its own: {@code <families> platform|virtual}. Prints {@code CASE number|family|frame|name} for each, and {@code PORT} and a port when all are blocked. At
 * the first connection to it all contexts are cancelled, and after a while {@code ENDED number} is printed for each call that
 * is over, then {@code TOLD}. Ends at the second.
 */
public final class EveryCallProgram {

    private EveryCallProgram() {}

    public static void main(String[] args) throws Exception {
        List<CancelScope> scopes = new ArrayList<>();
        Map<Integer, Boolean> ended = new ConcurrentHashMap<>();
        CountDownLatch anyEnd = new CountDownLatch(1);
        for (String family : args[0].split(",")) {
            for (BlockingCase blocking : WakeProgram.cases(family, "cancel", args[1])) {
                int number = scopes.size();
                CancelScope scope = Context.background().withCancel().named("context-" + number);
                scopes.add(scope);
                Thread thread = WakeProgram.thread(args[1], () -> {
                    try {
                        scope.call(() -> {
                            try {
                                blocking.call().run();
                            } catch (Throwable e) {
                                ended.put(number, false);
                            }
                            return null;
                        });
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    ended.put(number, true);
                    anyEnd.countDown();
                });
                thread.setName("case-" + number);
                thread.start();
                WakeProgram.awaitBlocked(thread, blocking.frame());
                System.out.println("CASE " + number + "|" + family + "|" + blocking.frame() + "|" + blocking.name());
            }
        }
        try (ServerSocket commands = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            System.out.println("PORT " + commands.getLocalPort());
            command(commands);
            scopes.forEach(CancelScope::cancel);
            // As long as the control of a wake waits for one that must not come.
            anyEnd.await(WakeProgram.STUCK_MILLIS, TimeUnit.MILLISECONDS);
            ended.keySet().forEach(number -> System.out.println("ENDED " + number));
            System.out.println("TOLD");
            command(commands);
        }
        System.exit(0);
    }

    private static void command(ServerSocket commands) throws Exception {
        try (Socket connection = commands.accept()) {
            connection.getInputStream().read();
        }
    }
}
