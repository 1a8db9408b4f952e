package io.ctxagent.instrument.callsite;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Rewrites the calls of one application class. */
final class CallSiteRewriter {

    private CallSiteRewriter() {}

    /** The class with its calls rewritten; null when it has none after all. */
    static byte @Nullable [] rewrite(byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        boolean[] changed = new boolean[1];
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new NativeWaits(
                                super.visitMethod(access, name, descriptor, signature, exceptions), changed);
                    }
                },
                0);
        return changed[0] ? writer.toByteArray() : null;
    }
}
