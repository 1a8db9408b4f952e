package io.ctxagent.instrument.callsite;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * {@link TurnsOfSockets} in TLS, above the socket: points {@code lock.lock()} at {@code io.ctxagent.boot.Tls}, and says whose turn
 * it is and for what, because no call is registered there yet.
 */
public final class TurnsInTls extends CallRedirection {

    private static final String SOCKET = "sun/security/ssl/SSLSocketImpl";
    private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";

    private final String call;

    /** @param call what waits, by its public name */
    public TurnsInTls(String call) {
        super(2);
        this.call = call;
    }

    @Override
    @Nullable
    StandIn standIn(int opcode, String owner, String name, String descriptor) {
        return owner.equals(LOCK) && name.equals("lock")
                ? new StandIn("io/ctxagent/boot/Tls", "lock", "(L" + LOCK + ";Ljava/lang/Object;Ljava/lang/String;)V")
                : null;
    }

    @Override
    void pushMore(MethodVisitor code, TypeDescription type, MethodDescription method) {
        pushSocket(code, type.getInternalName());
        code.visitLdcInsn(call);
    }

    private static void pushSocket(MethodVisitor code, String type) {
        if (type.equals(SOCKET)) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
        } else if (type.startsWith(SOCKET + "$")) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, type, "this$0", "L" + SOCKET + ";");
        } else {
            code.visitInsn(Opcodes.ACONST_NULL);
        }
    }
}
