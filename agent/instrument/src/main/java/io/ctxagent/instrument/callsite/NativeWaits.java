package io.ctxagent.instrument.callsite;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Points calls of {@code Thread.sleep(long)} and {@code Object.wait(long)} at {@code io.ctxagent.boot.Sleeps}: both are
 * native before JDK 19. A stand-in has the same parameters and result, so neither frames nor stack sizes change.
 */
final class NativeWaits extends MethodVisitor {

    private static final String STAND_IN = "io/ctxagent/boot/Sleeps";

    NativeWaits(MethodVisitor next) {
        super(OpenedClassReader.ASM_API, next);
    }

    static boolean concerns(ConstantPool pool, boolean sleep, boolean wait) {
        return pool.contains("(J)V")
                && ((sleep && pool.contains("sleep") && pool.contains("java/lang/Thread"))
                        || (wait && pool.contains("wait")));
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
        if (descriptor.equals("(J)V")) {
            if (opcode == Opcodes.INVOKESTATIC && name.equals("sleep") && owner.equals("java/lang/Thread")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "sleep", "(J)V", false);
                return;
            }
            if (opcode == Opcodes.INVOKEVIRTUAL && name.equals("wait") && owner.equals("java/lang/Object")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "await", "(Ljava/lang/Object;J)V", false);
                return;
            }
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
    }
}
