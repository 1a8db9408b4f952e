package io.ctxagent.samples.taskgroup;

import io.ctxagent.context.Context;
import io.ctxagent.context.TaskGroup;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** Go's {@code errgroup}: a page is put together from three services, first with success and then without. */
public final class UserPage {

    private UserPage() {}

    public static void main(String[] args) throws Exception {
        System.out.println("page: " + page("Ann"));
        try {
            page("nobody");
        } catch (IOException e) {
            System.out.println("no page: " + e.getMessage());
        }
    }

    private static String page(String name) throws Exception {
        CountDownLatch others = new CountDownLatch(2);
        try (TaskGroup group = TaskGroup.open(Context.background())) {
            Future<String> offers = group.fork(() -> slow("offers", name, others));
            Future<String> cart = group.fork(() -> slow("cart", name, others));
            Future<String> user = group.fork(() -> find(name, others));
            group.join(); // throws the first failure, once all three have ended
            return user.get() + ", " + cart.get() + ", " + offers.get();
        }
    }

    private static String find(String name, CountDownLatch others) throws Exception {
        others.await(); // so that the others are at work
        if (name.equals("nobody")) {
            throw new IOException("there is no user " + name);
        }
        return "user " + name;
    }

    private static String slow(String what, String name, CountDownLatch started) throws InterruptedException {
        started.countDown();
        try {
            Thread.sleep(name.equals("nobody") ? 60_000 : 50);
            return what + " of " + name;
        } catch (InterruptedException e) {
            System.out.println("  a task is told: " + e.getMessage());
            throw e;
        }
    }
}
