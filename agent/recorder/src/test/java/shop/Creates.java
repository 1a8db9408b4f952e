package shop;

import java.util.function.Supplier;

/** Places of an application from which contexts are derived. */
public final class Creates {

    private Creates() {}

    public static Object[] directly(Supplier<Object[]> derivation) {
        return derivation.get();
    }

    public static Object[] nested(Supplier<Object[]> derivation) {
        return directly(derivation);
    }

    public static Object[] inLambda(Supplier<Object[]> derivation) {
        Supplier<Object[]> later = () -> derivation.get();
        return later.get();
    }

    public static Object[] byReflection(Supplier<Object[]> derivation) throws ReflectiveOperationException {
        return (Object[]) Supplier.class.getMethod("get").invoke(derivation);
    }
}
