package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker that takes from an empty queue under the context {@code job}. Once it is woken it prints {@code WOKE}, what was
 * thrown and where that came from, and stays under its context until standard input ends.
 */
public final class CancelledProgram {

    private static final Object GATE = new Object();

    private CancelledProgram() {}

    public static void main(String[] args) throws IOException {
        CancelScope job = Context.background().withCancel().named("job");
        Cases.daemon(() -> job.call(() -> {
            work();
            return null;
        }));
        synchronized (GATE) {
            System.out.println("READY");
            while (System.in.read() >= 0) {
                // Nobody writes; the test closes it.
            }
        }
    }

    private static void work() {
        try {
            new LinkedBlockingQueue<Integer>().take();
        } catch (InterruptedException e) {
            StringBuilder chain = new StringBuilder("WOKE " + e.getClass().getSimpleName());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                String message = cause.getCause() == null ? ": " + cause.getMessage() : "";
                chain.append(" < ").append(cause.getClass().getSimpleName()).append(message);
            }
            System.out.println(chain);
        }
        synchronized (GATE) {
            System.out.println("END");
        }
    }
}
