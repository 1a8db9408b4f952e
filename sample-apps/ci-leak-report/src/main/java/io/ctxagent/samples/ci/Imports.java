package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Works on, whatever its deadline says: CTX102. */
public final class Imports {

    private Imports() {}

    public static void start() {
        CancelScope importing =
                Context.current().withTimeout(Duration.ofMillis(20)).named("import");
        Thread thread = new Thread(Imports::readAll, "import");
        thread.setDaemon(true);
        importing.run(thread::start);
    }

    private static void readAll() {
        while (true) {
            LockSupport.parkNanos(10_000_000_000L); // a slow row
        }
    }
}
