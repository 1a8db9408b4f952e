package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Blocks in every call of some families at once, each under a context of its own, all before an agent comes: {@code
 * <families> platform|virtual}. Prints {@code CASE number|family|frame|name} for each, and {@code PORT} and a port when all are
 * blocked. At the first connection to it lets the calls go, each thread makes the same call once more, and {@code AGAIN} is
 * printed when they are blocked in that. At the second all contexts are cancelled, and {@code TOLD} is printed when the first of
 * these calls is over or has had the time for it; {@code NEXT number|what was thrown} for each that is. Ends at the third.
 */
public final class BlockedBeforeProgram {

    private static final Duration LONGEST_RELEASE = Duration.ofMillis(700);
    private static final CountDownLatch ANY_NEXT = new CountDownLatch(1);

    private BlockedBeforeProgram() {}

    public static void main(String[] args) throws Exception {
        List<Twice> all = new ArrayList<>();
        for (String family : args[0].split(",")) {
            List<BlockingCase> first = WakeProgram.cases(family, "cancel", args[1]);
            List<BlockingCase> next = WakeProgram.cases(family, "cancel", args[1]);
            for (int i = 0; i < first.size(); i++) {
                Twice twice = new Twice(all.size(), family, first.get(i), next.get(i));
                all.add(twice);
                twice.begin(args[1]);
            }
        }
        try (ServerSocket commands = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            System.out.println("PORT " + commands.getLocalPort());
            command(commands);
            letGo(all.stream().filter(each -> !each.family.equals("unwakeable")).toList());
            System.out.println("AGAIN");
            command(commands);
            all.forEach(each -> each.scope.cancel());
            ANY_NEXT.await(WakeProgram.STUCK_MILLIS, TimeUnit.MILLISECONDS);
            System.out.println("TOLD");
            command(commands);
        }
        System.exit(0);
    }

    /** Nothing ends a sleep but an interrupt. */
    private static void letGo(List<Twice> all) throws Exception {
        all.forEach(each -> each.first.release().run());
        long until = System.nanoTime() + LONGEST_RELEASE.toNanos();
        for (Twice each : all) {
            if (!each.firstOver.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                each.interruptFirst();
            }
        }
        for (Twice each : all) {
            each.firstOver.await();
            WakeProgram.awaitBlocked(each.thread, each.next.frame());
        }
    }

    private static void command(ServerSocket commands) throws Exception {
        try (Socket connection = commands.accept()) {
            connection.getInputStream().read();
        }
    }

    /** One thread, and its call before and after. */
    private static final class Twice {
        private final int number;
        private final String family;
        private final BlockingCase first;
        private final BlockingCase next;
        private final CountDownLatch firstOver = new CountDownLatch(1);
        private final CancelScope scope;
        private Thread thread;

        Twice(int number, String family, BlockingCase first, BlockingCase next) {
            this.number = number;
            this.family = family;
            this.first = first;
            this.next = next;
            this.scope = Context.background().withCancel().named("context-" + number);
        }

        void begin(String kind) throws Exception {
            thread = WakeProgram.thread(kind, () -> scope.run(this::callTwice));
            thread.setName("case-" + number);
            thread.start();
            WakeProgram.awaitBlocked(thread, first.frame());
            System.out.println("CASE " + number + "|" + family + "|" + first.frame() + "|" + first.name());
        }

        private void callTwice() {
            thrownBy(first);
            endFirst();
            String thrown = Attempt.chain(thrownBy(next));
            System.out.println("NEXT " + number + "|" + thrown);
            ANY_NEXT.countDown();
        }

        /** Not in the call after it: on a busy machine the first may end just now. */
        synchronized void interruptFirst() {
            if (firstOver.getCount() > 0) {
                thread.interrupt();
            }
        }

        private synchronized void endFirst() {
            // Of whoever has let it go.
            Thread.interrupted();
            firstOver.countDown();
        }

        private static Throwable thrownBy(BlockingCase blocking) {
            try {
                blocking.call().run();
                return null;
            } catch (Throwable e) {
                return e;
            }
        }
    }
}
