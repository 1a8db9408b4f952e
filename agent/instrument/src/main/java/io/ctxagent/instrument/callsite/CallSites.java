package io.ctxagent.instrument.callsite;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Rewrites the calls of one application class. Immutable. */
public final class CallSites {

    private final boolean sleep;
    private final boolean wait;

    /**
     * @param sleep whether calls of {@code Thread.sleep(long)} are rewritten
     * @param wait whether calls of {@code Object.wait(long)} are rewritten
     */
    public CallSites(boolean sleep, boolean wait) {
        this.sleep = sleep;
        this.wait = wait;
    }

    /** Whether a class with these constants may have such a call. */
    public boolean concerns(ConstantPool pool) {
        return (sleep || wait) && NativeWaits.concerns(pool, sleep, wait);
    }

    /** The class with its calls rewritten; null when it has none after all. */
    public byte @Nullable [] rewrite(byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new NativeWaits(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }
}
