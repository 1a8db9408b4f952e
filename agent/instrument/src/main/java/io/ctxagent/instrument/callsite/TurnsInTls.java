package io.ctxagent.instrument.callsite;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@link TurnsOfSockets} in TLS, above the socket: points {@code lock.lock()} at {@code io.ctxagent.boot.Tls}, and says whose turn
 * it is and for what, because no call is registered there yet.
 */
public final class TurnsInTls implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private static final String SOCKET = "sun/security/ssl/SSLSocketImpl";

    private final String call;

    /** @param call what waits, by its public name */
    public TurnsInTls(String call) {
        this.call = call;
    }

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor next,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new Redirecting(next, type.getInternalName(), call);
    }

    private static final class Redirecting extends MethodVisitor {

        private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";

        private final String type;
        private final String call;

        Redirecting(MethodVisitor next, String type, String call) {
            super(OpenedClassReader.ASM_API, next);
            this.type = type;
            this.call = call;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (!owner.equals(LOCK) || !name.equals("lock")) {
                super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
                return;
            }
            visitSocket();
            super.visitLdcInsn(call);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "io/ctxagent/boot/Tls",
                    "lock",
                    "(L" + LOCK + ";Ljava/lang/Object;Ljava/lang/String;)V",
                    false);
        }

        /** The lock is on the stack already. */
        private void visitSocket() {
            if (type.equals(SOCKET)) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
            } else if (type.startsWith(SOCKET + "$")) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitFieldInsn(Opcodes.GETFIELD, type, "this$0", "L" + SOCKET + ";");
            } else {
                super.visitInsn(Opcodes.ACONST_NULL);
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + 2, maxLocals);
        }
    }
}
