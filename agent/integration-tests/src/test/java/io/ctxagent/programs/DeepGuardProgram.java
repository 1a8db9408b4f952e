package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Blocks many frames below a class initialiser, and as deep below none, under a context that is cancelled meanwhile. Prints
 * {@code kind call place=what came of it} for each kind of thread that is named as an argument.
 */
public final class DeepGuardProgram {

    private static final int LEVELS = 1_100;
    private static final long STACK_BYTES = 16 << 20;

    /** Over a tenth of a second: a thread that is to be woken again is looked at several times in it. */
    private static final int LOOKS = 50;

    private static volatile Blocks now;

    private DeepGuardProgram() {}

    /** A call that blocks, on something of its own, and its release. */
    private abstract static class Blocks {
        abstract void block() throws InterruptedException;

        abstract void release();

        final String down(int levels) {
            if (levels > 0) {
                return down(levels - 1);
            }
            try {
                block();
                return "released";
            } catch (InterruptedException e) {
                return e.getClass().getSimpleName();
            }
        }
    }

    private static final class Waits extends Blocks {
        private boolean released;

        @Override
        synchronized void block() throws InterruptedException {
            while (!released) {
                wait();
            }
        }

        @Override
        synchronized void release() {
            released = true;
            notifyAll();
        }
    }

    private static final class Takes extends Blocks {
        private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

        @Override
        void block() throws InterruptedException {
            queue.take();
        }

        @Override
        void release() {
            queue.add("");
        }
    }

    private static final class FirstInitialised {
        static final String VALUE = now.down(LEVELS);
    }

    private static final class SecondInitialised {
        static final String VALUE = now.down(LEVELS);
    }

    private static final class ThirdInitialised {
        static final String VALUE = now.down(LEVELS);
    }

    private static final class FourthInitialised {
        static final String VALUE = now.down(LEVELS);
    }

    private interface Place {
        String call();
    }

    private static final List<Place> INITIALISERS = List.of(
            () -> FirstInitialised.VALUE,
            () -> SecondInitialised.VALUE,
            () -> ThirdInitialised.VALUE,
            () -> FourthInitialised.VALUE);

    public static void main(String[] kinds) throws Exception {
        int initialiser = 0;
        for (String kind : kinds) {
            cancelled(kind, "wait", new Waits(), "an initialiser", INITIALISERS.get(initialiser++));
            cancelled(kind, "take", new Takes(), "an initialiser", INITIALISERS.get(initialiser++));
            cancelled(kind, "wait", new Waits(), "a method", () -> now.down(LEVELS));
            cancelled(kind, "take", new Takes(), "a method", () -> now.down(LEVELS));
        }
    }

    private static void cancelled(String kind, String call, Blocks blocks, String name, Place place) throws Exception {
        now = blocks;
        CancelScope scope = Context.background().withCancel();
        AtomicReference<String> outcome = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = thread(kind, () -> {
            try {
                outcome.set(scope.call(place::call));
            } catch (Throwable e) {
                outcome.set(e.toString());
            }
            over.countDown();
        });
        thread.start();
        Still.await(thread);
        scope.cancel();
        if (name.equals("an initialiser")) {
            for (int look = 0; look < LOOKS && over.getCount() != 0; look++) {
                stillOrOver(thread, over);
            }
            blocks.release();
        }
        over.await();
        System.out.println(kind + " " + call + " below " + name + "=" + outcome.get());
    }

    private static void stillOrOver(Thread thread, CountDownLatch over) throws InterruptedException {
        try {
            Still.await(thread);
        } catch (IllegalStateException neverBlocked) {
            if (over.getCount() != 0) {
                throw neverBlocked;
            }
        }
    }

    private static Thread thread(String kind, Runnable task) throws ReflectiveOperationException {
        if (kind.equals("platform")) {
            Thread thread = new Thread(null, task, kind, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, task);
    }
}
