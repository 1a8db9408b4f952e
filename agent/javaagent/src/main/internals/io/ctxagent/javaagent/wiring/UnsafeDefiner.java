package io.ctxagent.javaagent.wiring;

import jdk.internal.misc.Unsafe;

/**
 * Calls {@code jdk.internal.misc.Unsafe.defineClass}, the same on JDK 17, 21 and 25, without reflection: on 25 the first
 * reflective call of it spins a dozen classes, which is 30 ms of each start. In a source folder of its own because
 * {@code --release} hides the package; initialising the class is what installs it.
 */
final class UnsafeDefiner implements BootClasses.Definer {

    static {
        BootClasses.definer = new UnsafeDefiner();
    }

    private UnsafeDefiner() {}

    @Override
    public Class<?> define(String internalName, byte[] classFile) {
        return Unsafe.getUnsafe().defineClass(internalName, classFile, 0, classFile.length, null, null);
    }
}
