package io.ctxagent.recorder;

import io.ctxagent.boot.CreationSite;
import io.ctxagent.boot.Owner;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the API asks at each derivation: {@code {site or null, owner or null}}. The site is the constant that woven code has
 * left; elsewhere the first frame outside the API and the agent, as a {@link StackFrame}: its name and line are dear, and
 * wanted only of contexts that somebody looks at. With {@code stacks=full} it is text with its callers behind it,
 * {@code shop.Orders.find(Orders.java:42) < shop.Main.main(Main.java:7)}. Runs on the application's threads; never throws.
 * Thread-safe.
 */
public final class CreationSites implements Supplier<@Nullable Object[]> {

    /**
     * The API's own frames and the one that is looked for, at most: they come in the walker's first batch. The JVM is asked
     * once more for a second one, which is larger (java.lang.StackStreamFactory of JDK 17 and 25).
     */
    private static final int ONE_BATCH = 14;

    private static final int FRAMES_IN_FULL = 16;

    private static final Function<Stream<StackFrame>, @Nullable Object> FIRST = new First();
    private static final Function<Stream<StackFrame>, @Nullable Object> FULL = new Full();

    private final @Nullable Function<Stream<StackFrame>, @Nullable Object> reading;
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

    private @Nullable Object site() {
        try {
            String woven = CreationSite.take();
            if (reading == null) {
                return null;
            }
            if (woven == null || (reading == FULL && !woven.equals(CreationSite.NONE))) {
                return walker.walk(reading);
            }
            return woven.equals(CreationSite.NONE) ? null : woven;
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

    // The walker leaves reflection and hidden frames out by itself.
    private static boolean counts(StackFrame frame) {
        String type = frame.getClassName();
        return !CodeOwner.isAgent(type) && !type.startsWith("java.lang.invoke.");
    }

    // Classes and not lambdas: they are made at each start, and linking a lambda costs a millisecond then.

    private static final class First implements Function<Stream<StackFrame>, @Nullable Object> {

        @Override
        public @Nullable Object apply(Stream<StackFrame> frames) {
            for (Iterator<StackFrame> all = frames.iterator(); all.hasNext(); ) {
                StackFrame frame = all.next();
                if (counts(frame)) {
                    return frame;
                }
            }
            return null;
        }
    }

    private static final class Full implements Function<Stream<StackFrame>, @Nullable Object> {

        @Override
        public @Nullable Object apply(Stream<StackFrame> frames) {
            StringBuilder site = new StringBuilder();
            int count = 0;
            for (Iterator<StackFrame> all = frames.iterator(); all.hasNext() && count < FRAMES_IN_FULL; ) {
                StackFrame frame = all.next();
                if (counts(frame)) {
                    site.append(count == 0 ? "" : " < ");
                    site.append(FrameNames.site(
                            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
                    count++;
                }
            }
            return count == 0 ? null : site.toString();
        }
    }
}
