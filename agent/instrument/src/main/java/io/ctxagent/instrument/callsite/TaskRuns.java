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
 * Points {@code task.run()} in {@code ThreadPoolExecutor.runWorker} at {@code Tasks.run(task)}: the one place that all
 * tasks of a pool pass, between its {@code beforeExecute} and {@code afterExecute}. JDK 17 to 25.
 */
public final class TaskRuns implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {

    @Override
    public MethodVisitor wrap(
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
                if (opcode == Opcodes.INVOKEINTERFACE && owner.equals("java/lang/Runnable") && name.equals("run")) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, "io/ctxagent/boot/Tasks", "run", "(Ljava/lang/Runnable;)V", false);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
                }
            }
        };
    }
}
