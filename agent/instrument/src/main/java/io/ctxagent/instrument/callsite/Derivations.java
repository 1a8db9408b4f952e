package io.ctxagent.instrument.callsite;

import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Leaves its place in the code with {@code io.ctxagent.boot.CreationSite} before each call that derives a context. Nothing comes
 * between the two: receiver and arguments are on the stack already.
 */
final class Derivations extends MethodVisitor {

    /** The API, of which a class with such a call has the name. */
    static final String CONTEXT = "io/ctxagent/context/Context";

    private static final Set<String> METHODS =
            Set.of("withCancel", "withTimeout", "withDeadline", "withCancelFrom", "shield", "withoutCancel", "todo");

    private final String method;
    private final @Nullable String file;
    private final boolean[] changed;
    private int line = -1;

    /**
     * @param method with its class, {@code shop.Orders.find}
     * @param file the source of the class; null where it does not say
     * @param changed its first element becomes true with the first call that is found
     */
    Derivations(MethodVisitor next, String method, @Nullable String file, boolean[] changed) {
        super(OpenedClassReader.ASM_API, next);
        this.method = method;
        this.file = file;
        this.changed = changed;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
        super.visitLineNumber(number, start);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
        if (owner.equals(CONTEXT) && METHODS.contains(name)) {
            changed[0] = true;
            super.visitLdcInsn(site());
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "io/ctxagent/boot/CreationSite", "next", "(Ljava/lang/String;)V", false);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
    }

    /** As the recorder writes frames. */
    private String site() {
        return method + "(" + (file == null ? "Unknown Source" : line < 0 ? file : file + ":" + line) + ")";
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + 1, maxLocals);
    }
}
