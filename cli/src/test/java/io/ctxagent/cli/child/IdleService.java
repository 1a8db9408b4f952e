package io.ctxagent.cli.child;

import java.io.IOException;

/** A JVM to look at: says that it is up, and ends when its standard input does. */
public final class IdleService {

    private IdleService() {}

    public static void main(String[] args) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nobody writes; the test closes it.
        }
    }
}
