package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Methods of one JDK class that get one piece of advice, or in which calls are pointed elsewhere, or both.
 *
 * @param type binary name of the class
 * @param method name of the method; {@link #INTERRUPTIBLE} for every public instance method that declares InterruptedException
 * @param descriptor its descriptor; null for every overload
 * @param advice the class that holds the advice; null for none
 * @param calls what points calls in these methods elsewhere; null for nothing
 */
public record Hook(
        Family family,
        String type,
        String method,
        @Nullable String descriptor,
        @Nullable Class<?> advice,
        @Nullable MethodVisitorWrapper calls) {

    /** In place of a name: whatever is public, not static, not abstract and declares InterruptedException. */
    public static final String INTERRUPTIBLE = "*";

    /** In place of a name: a constructor, after which only advice on the way out can be. */
    public static final String CONSTRUCTOR = "<init>";

    public Hook(Family family, String type, String method, @Nullable String descriptor, Class<?> advice) {
        this(family, type, method, descriptor, advice, null);
    }

    /** Every overload of {@code method}, without advice. */
    public static Hook ofCalls(Family family, String type, String method, MethodVisitorWrapper calls) {
        return new Hook(family, type, method, null, null, calls);
    }

    /** The same, with calls in it that {@code wrapper} points elsewhere. */
    public Hook with(MethodVisitorWrapper wrapper) {
        return new Hook(family, type, method, descriptor, advice, wrapper);
    }

    /** Its line in the install report until its class has been woven. */
    String target() {
        return type + "." + method;
    }

    /** Every overload of {@code method}. */
    public static Hook of(Family family, String type, String method, Class<?> advice) {
        return new Hook(family, type, method, null, advice);
    }

    /** All interruptible methods of each of {@code types}. */
    public static List<Hook> interruptible(Family family, Class<?> advice, String... types) {
        List<Hook> hooks = new ArrayList<>(types.length);
        for (String type : types) {
            hooks.add(new Hook(family, type, INTERRUPTIBLE, null, advice));
        }
        return hooks;
    }
}
