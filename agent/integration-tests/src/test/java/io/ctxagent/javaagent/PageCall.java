package io.ctxagent.javaagent;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.Facts;
import java.lang.reflect.Method;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * A method that a row of FAMILIES.md is about.
 *
 * @param facts the row
 * @param type its class; of a call in the application's classes the interface that they implement
 * @param descriptor empty for every overload
 * @param inside whether no application calls it: it is seen below another one
 * @param ofApplications whether it is a method of the application's classes
 */
record PageCall(
        Family family,
        Facts facts,
        String type,
        String method,
        String descriptor,
        boolean inside,
        boolean ofApplications) {

    /** @param inside whether others of the row are what applications call */
    static PageCall of(Family family, Facts facts, Method method, boolean inside) {
        return new PageCall(
                family,
                facts,
                method.getDeclaringClass().getName(),
                method.getName(),
                Type.getMethodDescriptor(method),
                inside,
                false);
    }

    static PageCall inApplications(Family family, Facts facts, Class<?> type, Method method) {
        return new PageCall(
                family, facts, type.getName(), method.getName(), Type.getMethodDescriptor(method), false, true);
    }

    /** As in {@code java.util.concurrent.Semaphore.acquire(int)}. */
    String name() {
        StringBuilder parameters = new StringBuilder();
        for (Type each : descriptor.isEmpty() ? new Type[0] : Type.getArgumentTypes(descriptor)) {
            String name = each.getClassName();
            parameters.append(parameters.length() == 0 ? "" : ",").append(name.substring(name.lastIndexOf('.') + 1));
        }
        return type + "." + method + "(" + parameters + ")";
    }

    /** @param lenient whether a frame is of this method too where its line does not tell the overload */
    boolean isIn(String type, String method, int line, boolean lenient) {
        if (!this.method.equals(method) || !(ofApplications ? implementedBy(type) : this.type.equals(type))) {
            return false;
        }
        Set<String> overloads = CodeLines.descriptors(type, method, line);
        return descriptor.isEmpty()
                || (lenient && overloads.isEmpty())
                || overloads.stream().anyMatch(this::fits);
    }

    private boolean implementedBy(String type) {
        Class<?> declared = CodeLines.loaded(this.type);
        Class<?> of = CodeLines.loaded(type);
        return declared != null
                && of != null
                && declared.isAssignableFrom(of)
                && of.getClassLoader() == ClassLoader.getSystemClassLoader();
    }

    /** An application's class may have an element's own type where the interface has any. */
    private boolean fits(String overload) {
        Type[] own = Type.getArgumentTypes(descriptor);
        Type[] its = Type.getArgumentTypes(overload);
        boolean fits = own.length == its.length;
        for (int i = 0; fits && i < own.length; i++) {
            fits = own[i].equals(its[i])
                    || (ofApplications && own[i].getDescriptor().equals("Ljava/lang/Object;"));
        }
        return fits;
    }
}
