package io.ctxagent.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wakes again those that one wake-up may have missed: a signal that came before the system call, a
 * {@code Statement.cancel} that came before the driver had begun. After 1, 2, 4 ... 50 ms, until the call has ended. One
 * daemon thread, started with the first such call.
 */
final class Resender implements Runnable {

    private static final Resender INSTANCE = new Resender();

    private final ResendSchedule schedule = new ResendSchedule();
    private @Nullable Thread thread;
    private boolean finishing;

    private Resender() {}

    static void add(Resendable call) {
        INSTANCE.enqueue(call, false);
    }

    /** {@link #add} of one that is to be woken at once, by the thread of this. */
    static void addDue(Resendable call) {
        INSTANCE.enqueue(call, true);
    }

    /** Lets the thread end when the last call that it has has ended. */
    static void finish() {
        INSTANCE.finishing();
    }

    private synchronized void finishing() {
        finishing = thread != null;
        notifyAll();
    }

    private synchronized void enqueue(Resendable call, boolean due) {
        if (thread == null) {
            thread = new AgentThread(this, "ctx-agent-resend");
            thread.start();
        }
        long now = System.nanoTime();
        if (due ? schedule.addDue(call, now) : schedule.add(call, now)) {
            notifyAll();
        }
    }

    @Override
    public void run() {
        while (true) {
            try {
                List<ResendSchedule.Entry> allDue = awaitDue();
                if (allDue == null) {
                    return;
                }
                for (ResendSchedule.Entry due : allDue) {
                    due.over = !due.call.fireAgain();
                }
                removeOver();
            } catch (InterruptedException e) {
                // Nobody has reason to interrupt it; a thread group that is swept does. Go on.
            } catch (Throwable fault) {
                Family.PARK.fault(fault);
            }
        }
    }

    private synchronized @Nullable List<ResendSchedule.Entry> awaitDue() throws InterruptedException {
        while (schedule.isEmpty()) {
            if (finishing) {
                finishing = false;
                thread = null;
                return null;
            }
            schedule.rests();
            wait();
        }
        long now = System.nanoTime();
        List<ResendSchedule.Entry> due = schedule.due(now);
        if (due.isEmpty()) {
            wait(schedule.waitMillis(now));
        }
        return due;
    }

    private synchronized void removeOver() {
        schedule.removeOver();
    }
}
