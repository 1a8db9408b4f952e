package org.junit.factory;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** A pool whose threads a class of the test framework makes, as JUnit's own watcher of timeouts is. */
public final class Watchers implements ThreadFactory {

    private Watchers() {}

    public static ExecutorService pool() {
        return Executors.newSingleThreadExecutor(new Watchers());
    }

    @Override
    public Thread newThread(Runnable body) {
        return new Thread(body, "watcher");
    }
}
