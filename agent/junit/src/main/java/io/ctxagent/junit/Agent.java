package io.ctxagent.junit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side, {@code io.ctxagent.boot.Tests}, as far as it is needed here. Handles that are constants, because they are called for
 * each test. Thread-safe.
 */
final class Agent {

    private static final @Nullable MethodHandle PRESENT = find("present", boolean.class);
    private static final @Nullable MethodHandle BEGIN =
            find("begin", Object.class, Object.class, Supplier.class, String.class, Set.class, ClassLoader.class);
    private static final @Nullable MethodHandle END = find("end", List.class, Object.class);

    private Agent() {}

    /** Of the bootstrap loader: a class of that name on the class path is not the agent. */
    private static @Nullable MethodHandle find(String method, Class<?> result, Class<?>... parameters) {
        try {
            Class<?> tests = Class.forName("io.ctxagent.boot.Tests", true, null);
            return MethodHandles.publicLookup().findStatic(tests, method, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException | LinkageError none) {
            return null;
        }
    }

    /** Whether there is one, and it has not left. */
    static boolean isPresent() {
        try {
            return PRESENT != null && (boolean) PRESENT.invokeExact();
        } catch (Throwable fault) {
            return false;
        }
    }

    /** The calling thread runs under the test's context from here on; null where that was not possible. */
    static @Nullable Object begin(
            @Nullable Object parent,
            Supplier<String> id,
            String name,
            Set<String> allowed,
            @Nullable ClassLoader loader) {
        try {
            return BEGIN == null ? null : (Object) BEGIN.invokeExact(parent, id, name, allowed, loader);
        } catch (Throwable fault) {
            return null;
        }
    }

    /** The same thread has ended the test. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the bridge's contract
    static List<Leak> end(Object test) {
        List<Leak> leaks = new ArrayList<>();
        try {
            List<?> findings = END == null ? List.of() : (List<?>) (List) END.invokeExact(test);
            for (Object finding : findings) {
                leaks.add(Leak.of((Map<String, Object>) finding));
            }
        } catch (Throwable fault) {
            leaks.clear();
        }
        return leaks;
    }
}
