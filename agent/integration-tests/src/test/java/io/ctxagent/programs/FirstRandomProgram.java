package io.ctxagent.programs;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Asks for a random number before anybody else, where threads that gather entropy have to be started for that. */
public final class FirstRandomProgram {

    private static final long LONGEST_SECONDS = 30;

    private FirstRandomProgram() {}

    public static void main(String[] args) throws Exception {
        Thread first = Cases.daemonThread(ThreadLocalRandom::current);
        first.start();
        first.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
        System.out.println(first.isAlive() ? "stuck in " + List.of(first.getStackTrace()) : "random");
        System.exit(0);
    }
}
