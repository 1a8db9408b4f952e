package io.ctxagent.recorder;

import io.ctxagent.boot.Tests;
import io.ctxagent.boot.ThreadStart;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything is left of a test that a rule could name, at a fraction of the cost of a look: no stack is read unless a
 * thread leads back to the test.
 */
final class Leftovers {

    private final ContextTree tree;
    private final String test;

    /**
     * @param tree has been walked
     * @param test the id of the test's context
     */
    Leftovers(ContextTree tree, String test) {
        this.tree = tree;
        this.test = test;
    }

    boolean contexts() {
        for (SeenContext context : tree.all()) {
            if (context.live() && context.test() == null && isOfTest(context)) {
                return true;
            }
        }
        for (SeenContext context : tree.lost()) {
            if (isOfTest(context)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param values what the thread's slots hold: what it was started under, what it runs under
     */
    boolean thread(Thread thread, @Nullable Object[] values) {
        if (thread == Thread.currentThread() || thread.getState() == Thread.State.TERMINATED) {
            return false;
        }
        ThreadStart start = Tests.start(thread);
        boolean own = isOfTest(start == null ? null : start.context());
        for (Object value : values) {
            own |= isOfTest(value);
        }
        return own && !LifelongThreads.isOne(thread, new StackReading(thread.getStackTrace(), thread.getState()));
    }

    private boolean isOfTest(@Nullable Object value) {
        SeenContext context = tree.resolve(value);
        return context != null && isOfTest(context);
    }

    private boolean isOfTest(SeenContext context) {
        return test.equals(tree.tests().contextOf(context.id()));
    }
}
