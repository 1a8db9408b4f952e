package io.ctxagent.instrument.http;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Finds methods and fields of classes that cannot be named here, as handles on plain objects. */
final class Handles {

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType FLAG = MethodType.methodType(boolean.class, Object.class);
    private static final MethodType BY_NUMBER = MethodType.methodType(Object.class, Object.class, int.class);
    private static final MethodType BY_NAME = MethodType.methodType(Object.class, Object.class, String.class);

    private Handles() {}

    /** {@code (Object) object.name()}, public and declared or inherited; what it returns may be of any type. */
    static MethodHandle getter(Class<?> type, String name) throws ReflectiveOperationException {
        return in(type).unreflect(type.getMethod(name)).asType(GETTER);
    }

    /** {@code (Object) object.name(String)}. */
    static MethodHandle byName(Class<?> type, String name) throws ReflectiveOperationException {
        return in(type).unreflect(type.getMethod(name, String.class)).asType(BY_NAME);
    }

    /** {@code (Object) object.name(int)}. */
    static MethodHandle byNumber(Class<?> type, String name) throws ReflectiveOperationException {
        return in(type).unreflect(type.getMethod(name, int.class)).asType(BY_NUMBER);
    }

    /** {@code object.name(argument...)}, declared by {@code type} and perhaps not public. */
    static MethodHandle method(Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        return in(type).unreflect(type.getDeclaredMethod(name, parameters));
    }

    /** {@code (Object) object.field}, declared by {@code type} and perhaps not public. */
    static MethodHandle field(Class<?> type, String name) throws ReflectiveOperationException {
        return in(type).unreflectGetter(type.getDeclaredField(name)).asType(GETTER);
    }

    /** {@code (boolean) object.field}, declared by {@code type} and perhaps not public; nothing is boxed. */
    static MethodHandle flag(Class<?> type, String name) throws ReflectiveOperationException {
        return in(type).unreflectGetter(type.getDeclaredField(name)).asType(FLAG);
    }

    private static MethodHandles.Lookup in(Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException closed) {
            // A server on the module path shows what it exports.
            return MethodHandles.publicLookup();
        }
    }
}
