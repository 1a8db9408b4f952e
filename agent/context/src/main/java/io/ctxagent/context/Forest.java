package io.ctxagent.context;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk of the tree begins. A context that is never done keeps no children, so that it can be dropped with them and
 * no single list is in everybody's way; its children are in one of these lists, and so is a shield, which outlives its
 * parent.
 */
final class Forest {

    private static final int STRIPES = Ids.MASK + 1;

    /** Children of {@code background()} and {@code todo()}, and {@code untilShutdown()}. */
    private static final Root[] GROWN = stripes();

    /** Shields and children of {@code withoutCancel()}: their parents may stand in any tree. */
    private static final Root[] DETACHED = stripes();

    /** The ones that were asked for while somebody observed. */
    private static final List<WeakReference<Root>> TODOS = new ArrayList<>();

    private static int purgeTodosAt = 64;

    private Forest() {}

    /** @param number which one: {@link Stripes#ofThisThread()} of the thread that derived */
    static Root stripe(@Nullable Node above, int number) {
        return above != null && above.kind() == Kind.WITHOUT_CANCEL ? detached(number) : GROWN[number];
    }

    static Root detached(int number) {
        return DETACHED[number];
    }

    static Root[] grown() {
        return GROWN.clone();
    }

    static Root[] detached() {
        return DETACHED.clone();
    }

    static void addTodo(Root todo) {
        synchronized (TODOS) {
            if (TODOS.size() >= purgeTodosAt) {
                TODOS.removeIf(each -> each.get() == null);
                purgeTodosAt = Math.max(64, 2 * TODOS.size());
            }
            TODOS.add(new WeakReference<>(todo));
        }
    }

    static List<Root> todos() {
        List<Root> alive = new ArrayList<>();
        synchronized (TODOS) {
            for (WeakReference<Root> each : TODOS) {
                Root todo = each.get();
                if (todo != null) {
                    alive.add(todo);
                }
            }
        }
        return alive;
    }

    private static Root[] stripes() {
        Root[] stripes = new Root[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Root(Kind.BACKGROUND, null, Inherited.Mixed.NOTHING);
        }
        return stripes;
    }
}
