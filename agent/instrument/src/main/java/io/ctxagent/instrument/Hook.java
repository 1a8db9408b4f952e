package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods of one JDK class that get one piece of advice.
 *
 * @param type binary name of the class
 * @param method name of the method; {@link #INTERRUPTIBLE} for every public instance method that declares InterruptedException
 * @param descriptor its descriptor; null for every overload
 * @param advice the class that holds the advice
 */
public record Hook(
        Family family, String type, String method, @Nullable String descriptor, Class<?> advice) {

    /** In place of a name: whatever is public, not static, not abstract and declares InterruptedException. */
    public static final String INTERRUPTIBLE = "*";

    /** In place of a name: a constructor, after which only advice on the way out can be. */
    public static final String CONSTRUCTOR = "<init>";

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
