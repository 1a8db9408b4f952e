package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/** The agent's last hook: the JVM has a slot for one and never gives it back, so what it does can be taken out instead. */
public final class FinalAction implements Runnable {

    /** What is done at the very end; null for nothing. */
    public static volatile @Nullable Runnable action;

    /** Whether the JVM has it; set by the agent that gave it one. */
    public static volatile boolean registered;

    @Override
    public void run() {
        Runnable now = action;
        if (now != null) {
            now.run();
        }
    }
}
