package io.ctxagent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live thread.
 *
 * @param state the name of its {@link Thread.State}
 * @param context id of the context that it runs under, or null
 * @param role {@code user}, {@code jdk}, {@code agent} or {@code tool}
 * @param blocked what it is blocked in, or null when it is not in a blocking call that the agent knows
 * @param site its top application frame, {@code shop.Orders.find(Orders.java:42)}; null when there is none
 * @param stack its frames, the top first, as {@link StackTraceElement#toString}; empty unless stacks were asked for
 */
public record ThreadInfo(
        long id,
        String name,
        boolean virtual,
        boolean daemon,
        String state,
        @Nullable String context,
        String role,
        @Nullable BlockedInfo blocked,
        @Nullable String site,
        List<String> stack) {

    public ThreadInfo {
        stack = List.copyOf(stack);
    }
}
