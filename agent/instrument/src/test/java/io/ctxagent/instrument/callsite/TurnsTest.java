package io.ctxagent.instrument.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each method that a socket's turn is taken in takes one, and no lock of its own is left beside it. */
class TurnsTest {

    private static final boolean TIMED_READS = Runtime.version().feature() >= 21;

    /** The locks that {@code method} takes, each as {@code Type.name}. */
    private static List<String> locks(byte[] classFile, String method) {
        List<String> found = new ArrayList<>();
        OpenedClassReader.of(classFile)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(int access, String name, String d, String s, String[] e) {
                                return !name.equals(method)
                                        ? null
                                        : new MethodVisitor(OpenedClassReader.ASM_API) {
                                            @Override
                                            public void visitMethodInsn(
                                                    int opcode, String owner, String called, String d, boolean itf) {
                                                if (called.equals("lock") || called.equals("tryLock")) {
                                                    found.add(
                                                            owner.substring(owner.lastIndexOf('/') + 1) + "." + called);
                                                }
                                            }
                                        };
                            }
                        },
                        0);
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "sun.nio.ch.NioSocketImpl, read",
        "sun.nio.ch.NioSocketImpl, accept",
        "sun.nio.ch.NioSocketImpl, write",
        "sun.nio.ch.DatagramChannelImpl, blockingReceive"
    })
    void ofASocketAreTakenInTheBridge(String type, String method) throws IOException {
        boolean timed =
                type.endsWith("NioSocketImpl") && (method.equals("accept") || (method.equals("read") && TIMED_READS));
        assertThat(locks(classFile(type), method))
                .containsExactly(
                        timed
                                ? new String[] {"NioSocketImpl.tryLock", "ReentrantLock.lock"}
                                : new String[] {"ReentrantLock.lock"});
        assertThat(locks(rewritten(type, method, new TurnsOfSockets()), method))
                .containsExactly(timed ? new String[] {"Turns.tryLock", "Turns.lock"} : new String[] {"Turns.lock"});
    }

    @ParameterizedTest
    @CsvSource({
        "sun.security.ssl.SSLSocketImpl, startHandshake",
        "sun.security.ssl.SSLSocketImpl, ensureNegotiated",
        "sun.security.ssl.SSLSocketImpl$AppInputStream, read",
        "sun.security.ssl.SSLSocketOutputRecord, deliver"
    })
    void ofTlsAreTakenInTheBridge(String type, String method) throws IOException {
        assertThat(locks(classFile(type), method)).containsExactly("ReentrantLock.lock");
        assertThat(locks(rewritten(type, method, new TurnsInTls("call")), method))
                .containsExactly("Tls.lock");
    }

    private static byte[] rewritten(
            String type, String method, AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper calls)
            throws IOException {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(type, classFile(type)), ClassFileLocator.ForClassLoader.ofPlatformLoader());
        return new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .decorate(TypePool.Default.of(locator).describe(type).resolve(), locator)
                .visit(new AsmVisitorWrapper.ForDeclaredMethods().method(ElementMatchers.named(method), calls))
                .make()
                .getBytes();
    }

    private static byte[] classFile(String type) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(type.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }
}
