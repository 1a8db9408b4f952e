package io.ctxagent.samples.nesteddeadlines;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A checkout has 400 ms. It would give the payment 5 s; the payment gets what is left. */
public final class NestedDeadlines {

    private NestedDeadlines() {}

    public static void main(String[] args) throws Exception {
        try (CancelScope checkout =
                Context.background().withTimeout(Duration.ofMillis(400)).named("checkout")) {
            checkout.call(NestedDeadlines::checkOut);
        } catch (InterruptedException e) {
            System.out.println("checkout: " + e.getMessage());
        }
    }

    private static boolean checkOut() throws Exception {
        tell("checkout");
        try (CancelScope payment =
                Context.current().withTimeout(Duration.ofSeconds(5)).named("payment")) {
            return payment.call(NestedDeadlines::pay);
        } finally {
            // The checkout's time is over: whatever blocks would fail at once. A shield has time of its own.
            try (CancelScope cleanUp =
                    Context.current().shield(Duration.ofSeconds(1)).named("clean-up")) {
                cleanUp.call(NestedDeadlines::releaseStock);
            }
        }
    }

    private static boolean pay() throws InterruptedException {
        tell("payment wanted 5 s and");
        new CountDownLatch(1).await(); // the bank does not answer
        return true;
    }

    private static boolean releaseStock() throws InterruptedException {
        tell("clean-up");
        Thread.sleep(20);
        System.out.println("clean-up: the lamp is for sale again");
        return true;
    }

    private static void tell(String who) {
        Duration left = Context.current().remaining().orElseThrow();
        // Rounded: it has been running for a moment already.
        System.out.println(who + " has " + Math.round(left.toMillis() / 100.0) * 100 + " ms");
    }
}
