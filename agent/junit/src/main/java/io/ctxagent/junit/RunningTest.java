package io.ctxagent.junit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A test or a class of tests between its beginning and its end. It lies in the store of its own extension context, as the first thing
 * there, so JUnit closes it last: behind all clean-up, and early enough to fail it. JUnit itself adds what {@link #close} throws
 * to a failure of the test's own, which stays the first.
 */
final class RunningTest implements AutoCloseable {

    private static final Namespace NAMESPACE = Namespace.create(RunningTest.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final Object test;
    private final ExtensionContext context;
    private final String path;
    private final Set<String> allowed;

    private RunningTest(Object test, ExtensionContext context, String path, Set<String> allowed) {
        this.test = test;
        this.context = context;
        this.path = path;
        this.allowed = allowed;
    }

    /** Begins it, unless it has begun. JUnit ends it. */
    static void keepIn(ExtensionContext context) {
        RunningTest nearest = nearest(context);
        if (nearest == null || nearest.context != context) {
            RunningTest begun = begin(context, nearest);
            if (begun != null) {
                context.getStore(NAMESPACE).put(RunningTest.class, begun);
            }
        }
    }

    /** Begins one that the caller ends; null where nothing is checked. */
    static @Nullable RunningTest begin(ExtensionContext context) {
        return begin(context, nearest(context));
    }

    private static @Nullable RunningTest begin(ExtensionContext context, @Nullable RunningTest parent) {
        if (!Agent.isPresent()) {
            tell(
                    "there is no agent in this JVM, so no test is checked for leaks; start it with -javaagent:ctx-agent.jar");
            return null;
        }
        Set<String> allowed = Allowances.of(context, parent == null ? Set.of() : parent.allowed);
        Class<?> type = context.getTestClass().orElse(RunningTest.class);
        String path = displayPath(context, parent);
        Object test = Agent.begin(
                parent == null ? null : parent.test, context::getUniqueId, path, allowed, type.getClassLoader());
        if (test == null) {
            tell("the agent could not begin " + path
                    + ", which is not checked for leaks; its hooks say why, in the report" + " at exit (report=DIR)");
            return null;
        }
        return new RunningTest(test, context, path, allowed);
    }

    /** Once in a JVM: what is true of one test is mostly true of all. */
    private static void tell(String message) {
        if (TOLD.compareAndSet(false, true)) {
            System.err.println("ctx-junit: " + message);
        }
    }

    /** The context's own, or that of what is around it. */
    private static @Nullable RunningTest nearest(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(RunningTest.class, RunningTest.class);
    }

    /** {@code OrderTest > refunds > [1] 5}. */
    private static String displayPath(ExtensionContext context, @Nullable RunningTest around) {
        String path = context.getDisplayName();
        ExtensionContext root = context.getRoot();
        ExtensionContext at = context.getParent().orElse(root);
        while (at != root) {
            if (around != null && around.context == at) {
                return below(around.path, path);
            }
            path = below(at.getDisplayName(), path);
            at = at.getParent().orElse(root);
        }
        return path;
    }

    /** Called once or twice for each test: code that is linked at its first call would cost a small suite more. */
    private static String below(String above, String name) {
        return above.concat(" > ").concat(name);
    }

    /**
     * Ends it.
     *
     * @throws ContextLeakError when it has left something that fails it
     */
    @Override
    public void close() {
        List<Leak> leaks = Agent.end(test);
        if (leaks.isEmpty()) {
            return;
        }
        FailOn failOn = FailOn.of(context);
        List<Leak> failing = leaks.stream().filter(failOn::fails).toList();
        if (!failing.isEmpty()) {
            throw new ContextLeakError(LeakMessage.of(path, leaks), LeakMessage.sites(failing));
        }
        context.publishReportEntry("ctx-leaks", LeakMessage.of(path, leaks));
    }
}
