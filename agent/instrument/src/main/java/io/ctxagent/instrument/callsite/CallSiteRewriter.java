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

    /**
     * The class with its calls rewritten; null when it has none after all.
     *
     * @param natives whether {@link NativeWaits} are
     */
    static byte @Nullable [] rewrite(byte[] classFile, boolean natives) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        boolean[] changed = new boolean[1];
        reader.accept(new Rewriting(writer, natives, changed), 0);
        return changed[0] ? writer.toByteArray() : null;
    }

    private static final class Rewriting extends ClassVisitor {

        private final boolean natives;
        private final boolean[] changed;
        private String className = "";
        private @Nullable String file;

        Rewriting(ClassVisitor next, boolean natives, boolean[] changed) {
            super(OpenedClassReader.ASM_API, next);
            this.natives = natives;
            this.changed = changed;
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            className = name.replace('/', '.');
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            file = source;
            super.visitSource(source, debug);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            method = new Derivations(method, className + "." + name, file, changed);
            return natives ? new NativeWaits(method, changed) : method;
        }
    }
}
