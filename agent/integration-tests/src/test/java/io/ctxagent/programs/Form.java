package io.ctxagent.programs;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;

/** A call of a JDK that is newer than these sources; it throws what the method throws. */
final class Form {

    private Form() {}

    /** @return null where this JDK has no such method */
    static BlockingCase.Call of(Object target, Class<?> type, String name, Class<?>[] parameters, Object... arguments) {
        Method method;
        try {
            method = type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
        return () -> {
            MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
            (target == null ? handle : handle.bindTo(target)).invokeWithArguments(Arrays.asList(arguments));
        };
    }
}
