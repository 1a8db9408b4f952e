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

    private final boolean[] changed;

    /** @param changed its first element becomes true with the first call that is redirected */
    NativeWaits(MethodVisitor next, boolean[] changed) {
        super(OpenedClassReader.ASM_API, next);
        this.changed = changed;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
        if (descriptor.equals("(J)V")) {
            if (opcode == Opcodes.INVOKESTATIC && name.equals("sleep") && owner.equals("java/lang/Thread")) {
                changed[0] = true;
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "sleep", "(J)V", false);
                return;
            }
            if (opcode == Opcodes.INVOKEVIRTUAL && name.equals("wait") && owner.equals("java/lang/Object")) {
                changed[0] = true;
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, "await", "(Ljava/lang/Object;J)V", false);
                return;
            }
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
    }
}
