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
 * Points the waits of a socket's call for its turn, {@code lock.lock()} and on some paths {@code NioSocketImpl.tryLock}, at
 * {@code io.ctxagent.boot.Turns}: there a context can end them. What stands in takes the same and gives back the same, and
 * the lock is taken as often as without. JDK 17 to 25; each is outside of what the JDK wraps the call's exceptions in.
 */
public final class TurnsOfSockets implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor next,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        return new Redirecting(next);
    }

    private static final class Redirecting extends MethodVisitor {

        private static final String STAND_IN = "io/ctxagent/boot/Turns";
        private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
        private static final String TIMED = "(L" + LOCK + ";JLjava/util/concurrent/TimeUnit;)J";

        Redirecting(MethodVisitor next) {
            super(OpenedClassReader.ASM_API, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (owner.equals(LOCK) && name.equals("lock")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "lock", "(L" + LOCK + ";)V", false);
            } else if (name.equals("tryLock") && descriptor.equals(TIMED)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "tryLock", TIMED, false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
            }
        }
    }
}
