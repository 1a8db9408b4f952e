package io.ctxagent.instrument.callsite;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Points calls in methods of the JDK at static methods of the bridge; a subclass says which call goes where. */
abstract class CallRedirection implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    /** A static method that takes what the call takes, its receiver first, then what {@link #pushMore} adds. */
    record StandIn(String owner, String name, String descriptor) {}

    private final int more;

    /** @param more how many words {@link #pushMore} puts on the stack */
    CallRedirection(int more) {
        this.more = more;
    }

    /** Where a call goes; null where it stays. */
    abstract @Nullable StandIn standIn(int opcode, String owner, String name, String descriptor);

    /** Adds what the stand-in is told besides, on top of what the call takes, in {@code method} of {@code type}. */
    void pushMore(MethodVisitor code, TypeDescription type, MethodDescription method) {}

    @Override
    public final MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor next,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
                StandIn standIn = standIn(opcode, owner, name, descriptor);
                if (standIn == null) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
                    return;
                }
                pushMore(mv, type, method);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, standIn.owner(), standIn.name(), standIn.descriptor(), false);
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                super.visitMaxs(maxStack + more, maxLocals);
            }
        };
    }
}
