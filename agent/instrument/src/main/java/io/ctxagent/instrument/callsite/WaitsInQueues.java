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
 * Points the waits in methods of a queue, {@code lock.lockInterruptibly()} and those for its conditions, at
 * {@code io.ctxagent.boot.QueueWaits}: there the queue speaks for them, and a lock that is free costs no hook of its own.
 * Those are all the waits in {@code ArrayBlockingQueue} and {@code LinkedBlockingQueue} of JDK 17 to 25.
 */
public final class WaitsInQueues implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    private static final String STAND_IN = "io/ctxagent/boot/QueueWaits";
    private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
    private static final String CONDITION = "java/util/concurrent/locks/Condition";

    /** What stands in is told the queue and the name of the call besides. */
    private static final String TOLD = "Ljava/lang/Object;Ljava/lang/String;";

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor next,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new Redirecting(next, type.getName() + "." + method.getInternalName());
    }

    private static final class Redirecting extends MethodVisitor {

        private final String call;

        Redirecting(MethodVisitor next, String call) {
            super(OpenedClassReader.ASM_API, next);
            this.call = call;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (owner.equals(LOCK) && name.equals("lockInterruptibly")) {
                redirect("lock", "(L" + LOCK + ";" + TOLD + ")V");
            } else if (owner.equals(CONDITION) && name.equals("await") && descriptor.equals("()V")) {
                redirect("await", "(L" + CONDITION + ";" + TOLD + ")V");
            } else if (owner.equals(CONDITION) && name.equals("awaitNanos")) {
                redirect("awaitNanos", "(L" + CONDITION + ";J" + TOLD + ")J");
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
            }
        }

        /** The lock or the condition, and what it takes, is on the stack already. */
        private void redirect(String name, String descriptor) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitLdcInsn(call);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, name, descriptor, false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + 2, maxLocals);
        }
    }
}
