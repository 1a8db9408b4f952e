package io.ctxagent.cli.connect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is asked for a snapshot; a file has been asked already.
 *
 * @param grace how long after cancel or deadline work may go on; null for what the agent was told at its start
 * @param stacks whether threads come with their stacks
 * @param held how many snapshots the verb has in memory at a time
 */
public record Ask(@Nullable Duration grace, boolean stacks, int held) {

    /** By a verb that has one snapshot. */
    public Ask(@Nullable Duration grace, boolean stacks) {
        this(grace, stacks, 1);
    }

    Map<String, String> args() {
        Map<String, String> args = new LinkedHashMap<>();
        if (grace != null) {
            args.put("grace", grace.toMillis() + "ms");
        }
        if (stacks) {
            args.put("stacks", "true");
        }
        return args;
    }
}
