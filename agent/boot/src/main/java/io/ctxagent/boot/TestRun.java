package io.ctxagent.boot;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One test, or one class of tests, and the context that it runs under. Its context stays live until what is left of the test has been
 * judged. Begun, entered and ended by one thread; read by any.
 */
public final class TestRun {

    private static final String KIND = "test";

    private final Port port;
    private final Object scope;
    private final Object context;
    private final Owner owner;
    private final String id;
    private final Set<String> allowed;
    private final Thread thread = Thread.currentThread();
    private @Nullable Object outside;
    private @Nullable Owner ownerOutside;
    private int handOversBefore;
    private boolean entered;

    /** It has neither derived a context nor handed anything over. */
    private boolean untouched;

    private TestRun(Port port, Object scope, Object context, Owner owner, String id, Set<String> allowed) {
        this.port = port;
        this.scope = scope;
        this.context = context;
        this.owner = owner;
        this.id = id;
        this.allowed = allowed;
    }

    /** Below {@code parent}, or below {@code background()}; null when that copy of the API cannot make one. */
    static @Nullable TestRun begin(Port port, @Nullable TestRun parent, String id, String name, Set<String> allowed) {
        Object above = parent == null || parent.port != port ? null : parent.context;
        Object scope = port.derive(above, new @Nullable Object[] {KIND, name, null});
        Object context = scope == null ? null : port.context(scope);
        return scope == null || context == null
                ? null
                : new TestRun(port, scope, context, new Owner(Owner.TEST, name), id, allowed);
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
            untouched = record.handOvers == handOversBefore && !owner.hasDerived();
        }
        entered = false;
        owner.end();
    }

    /** Whether nothing can be left of it. */
    boolean untouched() {
        return untouched;
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
        return id;
    }

    /** Rules that it may break. */
    public Set<String> allowed() {
        return allowed;
    }
}
