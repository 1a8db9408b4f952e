package io.ctxagent.benchmarks.startup;

import org.jspecify.annotations.Nullable;

/** An agent that does nothing: what any {@code -javaagent} costs before its first line works. */
public final class EmptyAgent {

    private EmptyAgent() {}

    public static void premain(@Nullable String options) {}
}
