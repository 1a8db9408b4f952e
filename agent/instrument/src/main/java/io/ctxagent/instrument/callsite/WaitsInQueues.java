package io.ctxagent.instrument.callsite;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Points the waits in methods of a queue, {@code lock.lockInterruptibly()} and those for its conditions, at
 * {@code io.ctxagent.boot.QueueWaits}: there the queue speaks for them, and a lock that is free costs no hook of its own.
 * Those are all the waits in {@code ArrayBlockingQueue} and {@code LinkedBlockingQueue} of JDK 17 to 25.
 */
public final class WaitsInQueues extends CallRedirection {

    private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
    private static final String CONDITION = "java/util/concurrent/locks/Condition";

    /** What stands in is told the queue and the name of the call besides. */
    private static final String TOLD = "Ljava/lang/Object;Ljava/lang/String;";

    public WaitsInQueues() {
        super(2);
    }

    @Override
    @Nullable
    StandIn standIn(int opcode, String owner, String name, String descriptor) {
        if (owner.equals(LOCK) && name.equals("lockInterruptibly")) {
            return inBridge("lock", "(L" + LOCK + ";" + TOLD + ")V");
        }
        if (owner.equals(CONDITION) && name.equals("await") && descriptor.equals("()V")) {
            return inBridge("await", "(L" + CONDITION + ";" + TOLD + ")V");
        }
        if (owner.equals(CONDITION) && name.equals("awaitNanos")) {
            return inBridge("awaitNanos", "(L" + CONDITION + ";J" + TOLD + ")J");
        }
        return null;
    }

    private static StandIn inBridge(String name, String descriptor) {
        return new StandIn("io/ctxagent/boot/QueueWaits", name, descriptor);
    }

    @Override
    void pushMore(MethodVisitor code, TypeDescription type, MethodDescription method) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitLdcInsn(type.getName() + "." + method.getInternalName());
    }
}
