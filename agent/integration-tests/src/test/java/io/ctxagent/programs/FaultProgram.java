package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Has the hooks of one family after the other fail, by a context that fails when it is asked, and tells for each what became of
 * the calls, which families are off then, what that family and another do under a done context, and what it does when it is
 * switched on again. At the end has those of {@code queue} fail once more, and works on: takes and polls as ever, and a latch
 * under a proper context that is cancelled.
 */
public final class FaultProgram {

    /** More than the budget of a family. */
    private static final int CALLS = 120;

    private FaultProgram() {}

    private static final class Broken implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            throw new IllegalStateException("broken on purpose");
        }
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        ThreadLocal<Object> slot = (ThreadLocal<Object>) Class.forName("io.ctxagent.boot.Current", true, null)
                .getField("SLOT")
                .get(null);
        Map<String, Callable<Boolean>> calls = FaultCases.all();
        for (Map.Entry<String, Callable<Boolean>> each : calls.entrySet()) {
            String family = each.getKey();
            Callable<Boolean> other = calls.get(family.equals("lock") ? "queue" : "lock");
            int right = 0;
            slot.set(new Broken());
            for (int i = 0; i < CALLS; i++) {
                right += each.getValue().call() ? 1 : 0;
            }
            slot.remove();
            String line = "%s: %d of %d, off %s, then %s, another %s"
                    .formatted(family, right, CALLS, off(), underDone(each.getValue()), underDone(other));
            mend();
            System.out.println(line + ", mended " + underDone(each.getValue()));
        }
        breakQueue(slot);
    }

    /** What a call comes to: how it is refused, or {@code true}. */
    static String underDone(Callable<Boolean> call) {
        CancelScope done = Context.background().withCancel();
        done.cancel();
        try {
            return done.call(call) ? "goes on" : "ends early";
        } catch (Exception e) {
            for (Throwable at = e; at != null; at = at.getCause()) {
                if (at instanceof ContextException) {
                    return "is refused";
                }
            }
            return e.toString();
        }
    }

    static List<String> off() throws Exception {
        TreeSet<String> off = new TreeSet<>();
        for (Object family : families()) {
            if ((boolean) family.getClass().getMethod("off").invoke(family)) {
                off.add((String) family.getClass().getMethod("id").invoke(family));
            }
        }
        return new ArrayList<>(off);
    }

    private static void mend() throws Exception {
        for (Object family : families()) {
            Method forget = family.getClass().getDeclaredMethod("forget");
            forget.setAccessible(true);
            forget.invoke(family);
            family.getClass().getMethod("switchOff", boolean.class).invoke(family, false);
        }
    }

    private static Object[] families() throws Exception {
        return (Object[]) Class.forName("io.ctxagent.boot.Family", true, null)
                .getMethod("all")
                .invoke(null);
    }

    private static void breakQueue(ThreadLocal<Object> slot) throws Exception {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        int taken = 0;
        slot.set(new Broken());
        for (int i = 0; i < 300; i++) {
            queue.add(i);
            taken += queue.take() == i ? 1 : 0;
        }
        boolean counted = new CountDownLatch(0).await(1, TimeUnit.HOURS);
        slot.remove();
        System.out.println("taken " + taken + " of 300, latch " + counted);
        CancelScope scope = Context.background().withCancel();
        Thread thread = Cases.daemonThread(() -> scope.run(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                System.out.println("latch " + e.getClass().getSimpleName());
            }
        }));
        thread.start();
        Still.await(thread, "CountDownLatch.await");
        scope.cancel();
        thread.join();
        queue.add(7);
        System.out.println("under a done context " + scope.call(queue::take));
        System.out.println("READY");
        System.in.read();
        System.exit(0);
    }
}
