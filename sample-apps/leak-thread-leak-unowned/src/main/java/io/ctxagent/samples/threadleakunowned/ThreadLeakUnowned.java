package io.ctxagent.samples.threadleakunowned;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A mailer works off its queue on a thread of its own. Main returns, and the program does not end. */
public final class ThreadLeakUnowned {

    private static final BlockingQueue<String> MAILS = new LinkedBlockingQueue<>();

    private ThreadLeakUnowned() {}

    public static void main(String[] args) throws InterruptedException {
        new Thread(ThreadLeakUnowned::send, "mailer").start();
        MAILS.put("your order has been shipped");
    }

    private static void send() {
        try {
            while (true) {
                System.out.println("sent: " + MAILS.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody ever does
        }
    }
}
