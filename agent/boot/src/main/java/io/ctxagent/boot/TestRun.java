package io.ctxagent.boot;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One test, or one class of tests, and the context that it runs under. Its context stays live until what is left of the test has been
 * judged. Begun, entered and ended by one thread; read by any.
 */
public final class TestRun {

    private static final String KIND = "test";

    private final Port port;
    private final @Nullable ClassLoader loader;
    private final @Nullable TestRun parent;
    private final Object scope;
    private final Object context;
    private final Owner owner;
    private final Supplier<String> id;
    private final Set<String> allowed;
    private final Thread thread = Thread.currentThread();
    private @Nullable Object outside;
    private @Nullable Owner ownerOutside;
    private int handOversBefore;
    private boolean entered;

    /** It, or a test inside it, has derived a context or handed something over. */
    private volatile boolean touched;

    private TestRun(
            Port port,
            @Nullable ClassLoader loader,
            @Nullable TestRun parent,
            Object scope,
            Object context,
            Owner owner,
            Supplier<String> id,
            Set<String> allowed) {
        this.port = port;
        this.loader = loader;
        this.parent = parent;
        this.scope = scope;
        this.context = context;
        this.owner = owner;
        this.id = id;
        this.allowed = allowed;
    }

    /** Below {@code parent}, or below {@code background()}; null when that copy of the API cannot make one. */
    static @Nullable TestRun begin(
            Port port,
            @Nullable ClassLoader loader,
            @Nullable TestRun parent,
            Supplier<String> id,
            String name,
            Set<String> allowed) {
        Object above = parent == null || parent.port != port ? null : parent.context;
        Object scope = derive(port, above, name);
        Object context = scope == null ? null : port.context(scope);
        return scope == null || context == null
                ? null
                : new TestRun(port, loader, parent, scope, context, new Owner(Owner.TEST, name), id, allowed);
    }

    /** Nothing that the class around it, whose thread this is, could leave. */
    private static @Nullable Object derive(Port port, @Nullable Object above, String name) {
        Owner around = ThreadRecord.current().owner;
        boolean before = around != null && around.hasDerived();
        Object scope = port.derive(above, new @Nullable Object[] {KIND, name, null});
        if (around != null && !before) {
            around.hasDerivedNone();
        }
        return scope;
    }

    /** Of the tests of {@code loader} when this is one of them: to look for it takes a lock. */
    @Nullable
    Port portOf(@Nullable ClassLoader tests) {
        return tests != loader || port.collected() ? null : port;
    }

    /** The calling thread works for the test from here on. */
    void enter() {
        ThreadRecord record = ThreadRecord.current();
        outside = Current.SLOT.get();
        ownerOutside = record.owner;
        record.owner = owner;
        handOversBefore = record.handOvers;
        Current.SLOT.set(context);
        entered = true;
    }

    /** The same thread does not any more, and nobody is left who could cancel what the test has derived. */
    @SuppressWarnings("NullAway") // a slot may be empty
    void leave() {
        if (entered && Thread.currentThread() == thread) {
            ThreadRecord record = ThreadRecord.current();
            record.owner = ownerOutside;
            Current.SLOT.set(outside);
            outside = null;
            if (record.handOvers != handOversBefore || owner.hasDerived()) {
                touch();
            }
        } else {
            touch();
        }
        entered = false;
        owner.end();
    }

    /** What a test has left may be that of the class around it. */
    private void touch() {
        for (TestRun each = this; each != null && !each.touched; each = each.parent) {
            each.touched = true;
        }
    }

    /** Whether anything can be left of it. */
    boolean touched() {
        return touched;
    }

    void cancel() {
        port.end(scope, null);
    }

    /** The copy of the API that its context is of. */
    public Port port() {
        return port;
    }

    public Object context() {
        return context;
    }

    /** Who owns what the test derives; it ends with the test. */
    public Owner owner() {
        return owner;
    }

    /** As its runner tells tests apart. */
    public String id() {
        try {
            return id.get();
        } catch (RuntimeException fault) {
            return owner.name();
        }
    }

    /** Rules that it may break. */
    public Set<String> allowed() {
        return allowed;
    }
}
