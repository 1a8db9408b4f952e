package io.ctxagent.instrument.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.CreationSite;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** Against a small stand-in for the API, which this module does not see. */
class DerivationsTest {

    private static final String CONTEXT = Derivations.CONTEXT;
    private static final CallSites CALL_SITES = new CallSites(false, false);

    @Test
    void theSiteIsThereWhenTheCallIs() throws Exception {
        byte[] caller = caller("Orders.java", "withTimeout");
        assertThat(CALL_SITES.concerns(new ConstantPool(caller))).isTrue();
        assertThat(sitesSeenBy(CALL_SITES.rewrite(caller))).containsExactly("shop.Orders.find(Orders.java:42)");
        assertThat(CreationSite.take()).isNull();
    }

    @Test
    void withoutTheRewritingThereIsNone() throws Exception {
        assertThat(sitesSeenBy(caller("Orders.java", "withTimeout"))).containsExactly((String) null);
    }

    @Test
    void aClassThatDoesNotSayItsSourceHasASiteToo() throws Exception {
        assertThat(sitesSeenBy(CALL_SITES.rewrite(caller(null, "withTimeout"))))
                .containsExactly("shop.Orders.find(Unknown Source)");
    }

    @Test
    void aCallThatDerivesNothingIsLeftAlone() {
        assertThat(CALL_SITES.rewrite(caller("Orders.java", "value"))).isNull();
    }

    /** {@code shop.Orders.find(Context, Object)} calls the method with both on the stack, as in line 42. */
    private static byte[] caller(String source, String method) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "shop/Orders", null, "java/lang/Object", null);
        writer.visitSource(source, null);
        MethodVisitor find = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
                "find",
                "(L" + CONTEXT + ";Ljava/lang/Object;)Ljava/lang/Object;",
                null,
                null);
        find.visitCode();
        Label start = new Label();
        find.visitLabel(start);
        find.visitLineNumber(42, start);
        find.visitVarInsn(Opcodes.ALOAD, 0);
        find.visitVarInsn(Opcodes.ALOAD, 1);
        find.visitMethodInsn(Opcodes.INVOKEINTERFACE, CONTEXT, method, "(Ljava/lang/Object;)Ljava/lang/Object;", true);
        find.visitInsn(Opcodes.ARETURN);
        find.visitMaxs(2, 2);
        find.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] api() {
        ClassWriter writer = new ClassWriter(0);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
        writer.visit(Opcodes.V17, access | Opcodes.ACC_INTERFACE, CONTEXT, null, "java/lang/Object", null);
        writer.visitMethod(access, "withTimeout", "(Ljava/lang/Object;)Ljava/lang/Object;", null, null);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static List<String> sitesSeenBy(byte[] caller) throws Exception {
        Defining loader = new Defining();
        Class<?> context = loader.define(api());
        List<String> seen = new ArrayList<>();
        Object callee = Proxy.newProxyInstance(loader, new Class<?>[] {context}, (proxy, method, arguments) -> {
            seen.add(CreationSite.take());
            return null;
        });
        loader.define(caller).getMethod("find", context, Object.class).invoke(null, callee, "an argument");
        return seen;
    }

    private static final class Defining extends ClassLoader {

        Defining() {
            super(DerivationsTest.class.getClassLoader());
        }

        Class<?> define(byte[] classFile) {
            return defineClass(null, classFile, 0, classFile.length);
        }
    }
}
