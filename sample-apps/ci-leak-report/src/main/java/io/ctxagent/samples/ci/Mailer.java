package io.ctxagent.samples.ci;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Catches the exception that ends it, and goes on: CTX203. */
public final class Mailer {

    private static final BlockingQueue<String> MAILS = new LinkedBlockingQueue<>();

    private Mailer() {}

    public static void start() {
        try (CancelScope mailing = Context.current().withCancel().named("mailer")) {
            Thread thread = new Thread(Mailer::sendAll, "mailer");
            thread.setDaemon(true);
            mailing.run(thread::start);
        }
    }

    private static void sendAll() {
        while (true) {
            try {
                MAILS.take();
            } catch (InterruptedException e) {
                LockSupport.parkNanos(20_000_000); // "try again later"
            }
        }
    }
}
