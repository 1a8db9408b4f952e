package io.ctxagent.instrument;

import java.util.List;

/**
 * Methods of one class that a row of FAMILIES.md is about.
 *
 * @param type binary name of the class that is woven; empty for classes of the application
 * @param methods their names
 * @param shown how their users write them
 * @param from the first JDK that has them
 * @param until the last one; {@link #STILL} for all that are known
 */
public record Target(String type, List<String> methods, String shown, int from, int until) {

    /** No end known. */
    public static final int STILL = Integer.MAX_VALUE;

    private static final int FIRST = 17;

    /** Methods of a JDK class that the family's hooks name. Users know the class by its own name unless {@link #as}. */
    public static Target of(String type, String... methods) {
        String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
        return new Target(type, List.of(methods), shown(simple, List.of(methods)), FIRST, STILL);
    }

    /** Calls in the application's classes, which have no hook in the JDK. */
    public static Target inApplications(String shown) {
        return new Target("", List.of(), shown, FIRST, STILL);
    }

    /** The type that is woven is internal; its users write {@code type} and {@code methods}. */
    public Target as(String type, String... methods) {
        return new Target(this.type, this.methods, shown(type, List.of(methods)), from, until);
    }

    /** From this JDK on, although the hook is there before: the methods are newer. */
    public Target from(int jdk) {
        return new Target(type, methods, shown, jdk, until);
    }

    /** Until this JDK. */
    public Target until(int jdk) {
        return new Target(type, methods, shown, from, jdk);
    }

    /** Whether this names the method of a hook. */
    public boolean covers(Hook hook) {
        return hook.type().equals(type)
                && (hook.method().equals(Hook.INTERRUPTIBLE) || methods.contains(hook.method()));
    }

    private static String shown(String type, List<String> methods) {
        return "`" + type + "`: `" + String.join("`, `", methods) + "`";
    }
}
