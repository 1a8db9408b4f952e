package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the Context API as the bridge sees it: a map from names to JDK functions, because the two share no other
 * types. A context is an {@code Object} here; each one that can be in the slot is a
 * {@link java.util.function.BooleanSupplier} that answers "is it done?" with one volatile read.
 *
 * <p>The map's keys and their types, version {@value #VERSION}:
 *
 * <table>
 * <caption>The port</caption>
 * <tr><td>{@code version}</td><td>{@code Integer}</td></tr>
 * <tr><td>{@code slot}</td><td>{@code ThreadLocal<Object>}: the context that a thread runs under, null for none</td></tr>
 * <tr><td>{@code onDone}</td><td>{@code BiFunction<Object, Runnable, Runnable>}: (context, waker) to "forget the
 * waker"; the waker runs once on the thread that made the context done, or at once when it is done already</td></tr>
 * <tr><td>{@code error}</td><td>{@code Function<Object, RuntimeException>}: what {@code check()} would throw, made by this
 * call; null while live</td></tr>
 * <tr><td>{@code timedOut}</td><td>{@code Predicate<Object>}: done, and by its deadline</td></tr>
 * <tr><td>{@code deadline}</td><td>{@code Function<Object, Long>}: its deadline as {@link System#nanoTime()}, or null</td></tr>
 * <tr><td>{@code walk}</td><td>{@code Consumer<Consumer<Object[]>>}: a row (see below) for each live node of the tree, parents
 * before children; holds no lock while the visitor runs</td></tr>
 * <tr><td>{@code row}</td><td>{@code Function<Object, Object[]>}: the row of one context; a value layer gives the row of
 * the node that it is layered on, with its own keys</td></tr>
 * <tr><td>{@code scan}, {@code fill}</td><td>{@code BiConsumer<Object[], Runnable>}, {@code BiConsumer<Object, Object[]>}: as
 * {@code walk} and {@code row}, with one row that the caller owns ({@link ScratchRow#create}) and that is written anew for each context
 * before the visitor runs; not in copies of the API that are older than these two</td></tr>
 * <tr><td>{@code parent}</td><td>{@code Function<Object, Object>}: what the context's node is derived from, done or not; null
 * for a root</td></tr>
 * <tr><td>{@code lost}</td><td>{@code Supplier<List<Object[]>>}: rows of scopes that were collected and never cancelled, each since
 * the API was loaded; bounded</td></tr>
 * <tr><td>{@code creation}</td><td>{@code Consumer<Supplier<Object[]>>}: installs (null: removes) what each
 * derivation asks for {@code {site or null, owner or null}}; the site is a frame or text</td></tr>
 * <tr><td>{@code shutdown}</td><td>{@code Runnable}: cancels {@code untilShutdown()}</td></tr>
 * <tr><td>{@code untilShutdown}</td><td>{@code Supplier<Object>}: that context</td></tr>
 * <tr><td>{@code derive}</td><td>{@code BiFunction<Object, Object[], Object>}: (parent or null for background, {@code {kind,
 * name or null, Long timeout in nanoseconds or null}}) to a scope, which is an {@link AutoCloseable}</td></tr>
 * <tr><td>{@code request}</td><td>{@code Function<Object[], Object>}: {@code {name, owner, null}} to a
 * scope of kind {@code request} below {@code untilShutdown()}, whose context is then in the last place; asks nobody for site
 * and owner. Not in copies of the API that are older than this</td></tr>
 * <tr><td>{@code context}</td><td>{@code Function<Object, Object>}: the context of such a scope</td></tr>
 * <tr><td>{@code end}</td><td>{@code BiPredicate<Object, Throwable>}: (such a scope, cause or null) to "this call cancelled
 * it"</td></tr>
 * <tr><td>{@code cancel}</td><td>{@code BiPredicate<Long, Throwable>}: (id, cause or null) to "this call cancelled it"</td></tr>
 * </table>
 */
public final class Port {

    /** The version of the map that this bridge speaks. */
    public static final int VERSION = 1;

    /** Row: {@code Long}, unique in this copy of the API and never reused; at least 1. */
    public static final int ID = 0;
    /** Row: {@code Long}, the parent's id; 0 for a root. */
    public static final int PARENT = 1;
    /** Row: {@code String}, the kind as in {@code ctx-snapshot/1}. */
    public static final int KIND = 2;
    /** Row: {@code String} or null, the label. */
    public static final int NAME = 3;
    /** Row: {@code String}: {@code live}, {@code canceled} or {@code deadline-exceeded}. */
    public static final int STATE = 4;
    /** Row: {@code Long}, {@link System#nanoTime()} of its creation. */
    public static final int CREATED_NANOS = 5;
    /** Row: {@code Long} or null, {@link System#nanoTime()} of its deadline, inherited ones included. */
    public static final int DEADLINE_NANOS = 6;
    /** Row: {@code Long} or null, {@link System#nanoTime()} of when it was done. */
    public static final int DONE_NANOS = 7;
    /** Row: {@code Throwable} or null, the cause; null while live. */
    public static final int CAUSE = 8;
    /** Row: {@code String} or null, the creation site. */
    public static final int SITE = 9;
    /** Row: {@code List<String>}, names of the values that it carries, the nearest first. */
    public static final int KEYS = 10;
    /** Row: {@link Owner} or null, as the creation supplier gave it. */
    public static final int OWNER = 11;
    /** Row: {@code Boolean}: its scope was collected and it was never cancelled. */
    public static final int LOST = 12;
    /** The length of a row. */
    public static final int ROW_LENGTH = 13;

    /** Of a request that was asked for: the place of its context. */
    public static final int REQUEST_CONTEXT = 2;

    // Weak: the API holds its own port for as long as it lives, and a redeployed application's copy must be able to go.
    private final WeakReference<Map<String, Object>> functions;
    private final WeakReference<@Nullable ClassLoader> loader;

    // What each request or call that may block asks for; the map holds them.
    private final WeakReference<@Nullable Object> onDone;
    private final WeakReference<@Nullable Object> request;
    private final WeakReference<@Nullable Object> end;

    Port(Map<String, Object> functions, @Nullable ClassLoader loader) {
        this.functions = new WeakReference<>(functions);
        this.loader = new WeakReference<>(loader);
        this.onDone = new WeakReference<>(functions.get("onDone"));
        this.request = new WeakReference<>(functions.get("request"));
        this.end = new WeakReference<>(functions.get("end"));
    }

    /** The loader of this copy of the API. */
    public @Nullable ClassLoader loader() {
        return loader.get();
    }

    /** Whether {@code map} is this copy's. */
    boolean isOf(Map<String, Object> map) {
        return functions.get() == map;
    }

    /** Whether this copy of the API is gone. */
    public boolean collected() {
        return functions.get() == null;
    }

    /** Calls {@code waker} once when {@code context} is done; run the result to call that off. */
    public @Nullable Runnable onDone(Object context, Runnable waker) {
        BiFunction<Object, Runnable, Runnable> function = function(onDone);
        return function == null ? null : function.apply(context, waker);
    }

    /** What {@code check()} would throw; null while the context is live. */
    public @Nullable RuntimeException error(Object context) {
        Function<Object, RuntimeException> function = function("error");
        return function == null ? null : function.apply(context);
    }

    /** Whether the context is done because its deadline passed. */
    public boolean timedOut(Object context) {
        Predicate<Object> function = function("timedOut");
        return function != null && function.test(context);
    }

    /** The deadline as {@link System#nanoTime()}; null where it has none. */
    public @Nullable Long deadline(Object context) {
        Function<Object, @Nullable Long> function = function("deadline");
        return function == null ? null : function.apply(context);
    }

    /** Shows the row of each live context to {@code visitor}, parents before children. */
    public void walk(Consumer<@Nullable Object[]> visitor) {
        Consumer<Consumer<@Nullable Object[]>> function = function("walk");
        if (function != null) {
            function.accept(visitor);
        }
    }

    /** The row of one context. */
    public @Nullable Object @Nullable [] row(Object context) {
        Function<Object, @Nullable Object[]> function = function("row");
        return function == null ? null : function.apply(context);
    }

    /**
     * {@link #walk} without a new row for each: {@code visitor} finds it in {@code scratch}. Rows that are not of this bridge's
     * shape are left out.
     */
    public void scan(@Nullable Object[] scratch, Runnable visitor) {
        BiConsumer<@Nullable Object[], Runnable> function = function("scan");
        if (function != null) {
            function.accept(scratch, visitor);
            return;
        }
        walk(new ScratchRow.Copying(scratch, visitor));
    }

    /** {@link #row} into {@code scratch}; false where there is none, or not of this bridge's shape. */
    public boolean fill(Object context, @Nullable Object[] scratch) {
        BiConsumer<Object, @Nullable Object[]> function = function("fill");
        if (function == null) {
            return ScratchRow.copied(row(context), scratch);
        }
        function.accept(context, scratch);
        return true;
    }

    /** What the context is derived from; null for a root, and where the API does not tell. */
    public @Nullable Object parent(Object context) {
        Function<Object, @Nullable Object> function = function("parent");
        return function == null ? null : function.apply(context);
    }

    /** Rows of contexts whose scope was collected before anybody cancelled it. */
    public List<@Nullable Object[]> lost() {
        Supplier<List<@Nullable Object[]>> function = function("lost");
        return function == null ? List.of() : function.get();
    }

    /** Installs what each derivation asks for its site and owner; null removes it. */
    public void observeCreation(@Nullable Supplier<@Nullable Object[]> creation) {
        Consumer<@Nullable Supplier<@Nullable Object[]>> function = function("creation");
        if (function != null) {
            function.accept(creation);
        }
    }

    /** Cancels {@code untilShutdown()} of this copy of the API. */
    public void shutdown() {
        Runnable function = function("shutdown");
        if (function != null) {
            function.run();
        }
    }

    /** {@code untilShutdown()} of this copy of the API; null when it is gone. */
    public @Nullable Object untilShutdown() {
        Supplier<Object> function = function("untilShutdown");
        return function == null ? null : function.get();
    }

    /**
     * A scope of a kind that only the agent makes; null when this copy of the API is gone.
     *
     * @param parent null for {@code background()}
     * @param wanted kind, name or what prints it or null, timeout in nanoseconds or null
     */
    public @Nullable Object derive(@Nullable Object parent, @Nullable Object[] wanted) {
        BiFunction<@Nullable Object, @Nullable Object[], Object> function = function("derive");
        if (function == null) {
            return null;
        }
        CreationSite.next(CreationSite.NONE);
        return function.apply(parent, wanted);
    }

    /**
     * A scope for an HTTP request without a limit; null when this copy of the API is gone, or older than this.
     *
     * @param wanted name or what prints it, owner, and {@link #REQUEST_CONTEXT}
     */
    public @Nullable Object request(@Nullable Object[] wanted) {
        Function<@Nullable Object[], Object> function = function(request);
        return function == null ? null : function.apply(wanted);
    }

    /** The context of such a scope. */
    public @Nullable Object context(Object scope) {
        Function<Object, Object> function = function("context");
        return function == null ? null : function.apply(scope);
    }

    /** Cancels the context of such a scope, with or without a cause; whether this call has done it. */
    public boolean end(Object scope, @Nullable Throwable cause) {
        BiPredicate<Object, @Nullable Throwable> function = function(end);
        return function != null && function.test(scope, cause);
    }

    /** Cancels the live context with this {@link #ID}, unless it can never be done; whether this call has done it. */
    public boolean cancel(long id, @Nullable Throwable cause) {
        BiPredicate<Long, @Nullable Throwable> function = function("cancel");
        return function != null && function.test(id, cause);
    }

    /** The slot of this copy of the API; the same object as {@link Current#SLOT} unless it was loaded before a late attach. */
    public @Nullable ThreadLocal<Object> slot() {
        return function("slot");
    }

    @SuppressWarnings("unchecked") // the table above is the type
    private static <T> @Nullable T function(WeakReference<@Nullable Object> kept) {
        return (T) kept.get();
    }

    @SuppressWarnings("unchecked") // the table above is the type
    private <T> @Nullable T function(String name) {
        Map<String, Object> map = functions.get();
        return map == null ? null : (T) map.get(name);
    }
}
