package io.ctxagent.recorder;

import io.ctxagent.model.HookInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the recorder is told about the agent that it is part of.
 *
 * @param version of the agent
 * @param mode {@code enforce} or {@code observe}
 * @param loaded {@code startup} or {@code attached}
 * @param grace how long a condition may hold before it is a finding, where the caller does not say
 * @param stacks the creation record: {@code off}, {@code site} or {@code full}
 * @param hooks the hooks and their states, asked at each look
 * @param droppedEvents how many records were lost, asked at each look
 * @param attachedAtNanos {@link System#nanoTime()} of a late attach; null for an agent that was there from the start
 * @param earlier what stacks were like before a late attach
 */
public record RecorderSettings(
        String version,
        String mode,
        String loaded,
        Duration grace,
        String stacks,
        Supplier<List<HookInfo>> hooks,
        LongSupplier droppedEvents,
        @Nullable Long attachedAtNanos,
        EarlierStacks earlier) {

    boolean attached() {
        return loaded.equals("attached");
    }
}
