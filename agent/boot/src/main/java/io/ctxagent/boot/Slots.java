package io.ctxagent.boot;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots of several copies of the API that were loaded before a late attach, as one. Each of those copies goes on to use
 * its own slot; the bridge looks into all of them, and puts a context where the copy that made it looks for it. Copies
 * that come later take this one.
 *
 * <p>A thread that runs under contexts of two of these copies at once is taken to run under the one of the copy that comes
 * first in the list: which of them is the inner one cannot be seen.
 */
final class Slots extends ThreadLocal<Object> {

    private final ThreadLocal<Object>[] slots;
    private final WeakReference<ClassLoader>[] loaders;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types
    Slots(List<ThreadLocal<Object>> slots, List<ClassLoader> loaders) {
        this.slots = slots.toArray(new ThreadLocal[0]);
        this.loaders = new WeakReference[loaders.size()];
        for (int i = 0; i < this.loaders.length; i++) {
            this.loaders[i] = new WeakReference<>(loaders.get(i));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // a slot may be empty
    public Object get() {
        for (ThreadLocal<Object> slot : slots) {
            Object context = slot.get();
            if (context != null) {
                return context;
            }
        }
        return null;
    }

    /** Into the slot where its copy looks for it; the others are emptied, so that it is the one that {@link #get} finds. */
    @Override
    @SuppressWarnings("NullAway") // a slot may be empty
    public void set(@Nullable Object context) {
        ThreadLocal<Object> own = of(context);
        for (ThreadLocal<Object> slot : slots) {
            if (slot == own) {
                slot.set(context);
            } else if (slot.get() != null) {
                slot.set(null);
            }
        }
    }

    @Override
    public void remove() {
        for (ThreadLocal<Object> slot : slots) {
            slot.remove();
        }
    }

    /** Where {@code context} belongs. */
    ThreadLocal<Object> of(@Nullable Object context) {
        ClassLoader loader = context == null ? null : context.getClass().getClassLoader();
        for (int i = 0; i < slots.length; i++) {
            if (loader != null && loaders[i].refersTo(loader)) {
                return slots[i];
            }
        }
        return slots[0];
    }
}
