package io.ctxagent.javaagent.wiring;

import java.lang.reflect.Field;
import java.util.Properties;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.VMSupport;

/**
 * The field {@code agentProps} of {@code jdk.internal.vm.VMSupport}, the same on JDK 17, 21 and 25. It is written by its offset: the
 * first reflective access of a static field spins classes on 25, at each start. Here for the same reason as {@link UnsafeDefiner}.
 */
final class VmAgentProperties implements SocketProperty.AgentProperties {

    static {
        SocketProperty.jvm = new VmAgentProperties();
    }

    private VmAgentProperties() {}

    @Override
    public void replace(Properties with, String without) throws ReflectiveOperationException {
        Unsafe unsafe = Unsafe.getUnsafe();
        Field field = VMSupport.class.getDeclaredField("agentProps");
        Object base = unsafe.staticFieldBase(field);
        long offset = unsafe.staticFieldOffset(field);
        // The lock of their getter.
        synchronized (VMSupport.class) {
            with.putAll(VMSupport.getAgentProperties());
            with.remove(without);
            unsafe.putReferenceVolatile(base, offset, with);
        }
    }
}
