package io.ctxagent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One context of the tree.
 *
 * @param id {@code c17}; stable for the life of the JVM
 * @param parent the parent's id; null for a root
 * @param kind how it was made: {@code background, todo, shutdown, withCancel, withTimeout, withDeadline,
 *     withCancelFrom, shield, withoutCancel, request, test}
 * @param name its label, or null
 * @param state {@code live}, {@code canceled} or {@code deadline-exceeded}
 * @param ageMillis since its creation
 * @param remainingMillis until its deadline, negative when past; null without a deadline
 * @param doneForMillis since it was done; null while live
 * @param cause why it is done, as text; null while live
 * @param site where it was created, {@code shop.Orders.find(Orders.java:42)}; null where nobody looked
 * @param owner what created it, {@code thread main} or {@code task on http-7}; null where nobody looked
 * @param ownerEnded whether that thread or task has ended since
 * @param keys names of the values that it carries, never the values
 * @param threads ids of the threads that run under it
 * @param findings rules that it is flagged by
 * @param causedBy what the cause came from, the nearest first, each as text; empty as a rule
 */
public record ContextInfo(
        String id,
        @Nullable String parent,
        String kind,
        @Nullable String name,
        String state,
        long ageMillis,
        @Nullable Long remainingMillis,
        @Nullable Long doneForMillis,
        @Nullable String cause,
        @Nullable String site,
        @Nullable String owner,
        boolean ownerEnded,
        List<String> keys,
        List<Long> threads,
        List<String> findings,
        List<String> causedBy) {

    public ContextInfo {
        keys = List.copyOf(keys);
        threads = List.copyOf(threads);
        findings = List.copyOf(findings);
        causedBy = List.copyOf(causedBy);
    }

    /** Without what the cause came from. */
    public ContextInfo(
            String id,
            @Nullable String parent,
            String kind,
            @Nullable String name,
            String state,
            long ageMillis,
            @Nullable Long remainingMillis,
            @Nullable Long doneForMillis,
            @Nullable String cause,
            @Nullable String site,
            @Nullable String owner,
            boolean ownerEnded,
            List<String> keys,
            List<Long> threads,
            List<String> findings) {
        this(
                id,
                parent,
                kind,
                name,
                state,
                ageMillis,
                remainingMillis,
                doneForMillis,
                cause,
                site,
                owner,
                ownerEnded,
                keys,
                threads,
                findings,
                List.of());
    }

    /** Whether it is not done yet. */
    public boolean live() {
        return state.equals("live");
    }
}
