package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the API asks at each derivation: {@code {site or null, owner or null}}. The site is the first frame outside the API
 * and the agent, {@code shop.Orders.find(Orders.java:42)}; with {@code stacks=full} its callers follow, each after
 * {@code " < "}. Runs on the application's threads; never throws. Thread-safe.
 */
public final class CreationSites implements Supplier<@Nullable Object[]> {

    /** The API's own frames and the one that is looked for are within the walker's first batch. */
    private static final int ONE_BATCH = 8;

    private static final int FRAMES_IN_FULL = 16;

    private static final Function<Stream<StackFrame>, @Nullable String> FIRST = new Describing(1);
    private static final Function<Stream<StackFrame>, @Nullable String> FULL = new Describing(FRAMES_IN_FULL);

    private final @Nullable Function<Stream<StackFrame>, @Nullable String> reading;
    private final StackWalker walker;
    private final Supplier<@Nullable Owner> owner;

    /**
     * @param stacks {@code off}, {@code site} or {@code full}
     * @param owner who the calling thread works as now
     */
    public CreationSites(String stacks, Supplier<@Nullable Owner> owner) {
        this.reading = switch (stacks) {
            case "off" -> null;
            case "full" -> FULL;
            default -> FIRST;
        };
        this.walker = StackWalker.getInstance(Set.of(), ONE_BATCH);
        this.owner = owner;
    }

    @Override
    public @Nullable Object[] get() {
        return new @Nullable Object[] {site(), owner()};
    }

    private @Nullable String site() {
        try {
            return reading == null ? null : walker.walk(reading);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private @Nullable Owner owner() {
        try {
            return owner.get();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static @Nullable String describe(Stream<StackFrame> frames, int limit) {
        StringBuilder site = new StringBuilder();
        int count = 0;
        for (Iterator<StackFrame> all = frames.iterator(); all.hasNext() && count < limit; ) {
            StackFrame frame = all.next();
            String type = frame.getClassName();
            // The walker leaves reflection and hidden frames out by itself.
            if (!CodeOwner.isAgent(type) && !type.startsWith("java.lang.invoke.")) {
                site.append(count == 0 ? "" : " < ");
                site.append(FrameNames.site(type, frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
                count++;
            }
        }
        return count == 0 ? null : site.toString();
    }

    /** A class and not a lambda: it is made at each start, and linking a lambda costs a millisecond then. */
    private record Describing(int limit) implements Function<Stream<StackFrame>, @Nullable String> {

        @Override
        public @Nullable String apply(Stream<StackFrame> frames) {
            return describe(frames, limit);
        }
    }
}
