package io.ctxagent.samples.growth;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A session is opened for each visitor and closed for none. Each has an owner, and each alone looks like work. */
public final class Growth {

    private static final Duration BETWEEN_VISITORS = Duration.ofMillis(20);

    private static final List<CancelScope> SESSIONS = new ArrayList<>();

    private Growth() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("open");
        while (!Context.untilShutdown().awaitDone(BETWEEN_VISITORS)) {
            SESSIONS.add(Context.untilShutdown().withCancel().named("session"));
        }
    }
}
