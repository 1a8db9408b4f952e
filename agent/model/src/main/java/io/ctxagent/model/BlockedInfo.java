package io.ctxagent.model;

import org.jspecify.annotations.Nullable;

/**
 * A blocking call that a thread is in.
 *
 * @param family the instrumentation family, {@code socket}
 * @param call class and method without the package, {@code PreparedStatement.executeQuery}
 * @param target what it works on, {@code jdbc:h2:mem:shop}; null where that is not known
 * @param forMillis how long already; null where only the stack told of the call
 * @param cancellable whether the agent can end it
 */
public record BlockedInfo(
        String family,
        String call,
        @Nullable String target,
        @Nullable Long forMillis,
        boolean cancellable) {}
