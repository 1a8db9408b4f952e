package io.ctxagent.instrument.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitsInQueuesTest {

    private static final String[] METHODS = {"put", "take", "offer", "poll"};

    /** Which of a queue's waits each of its methods calls. */
    private static Map<String, Set<String>> waits(byte[] classFile) {
        Map<String, Set<String>> found = new TreeMap<>();
        OpenedClassReader.of(classFile)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String method, String d, String s, String[] e) {
                                return new MethodVisitor(OpenedClassReader.ASM_API) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String name, String descriptor, boolean itf) {
                                        if (owner.endsWith("QueueWaits")
                                                || name.equals("lockInterruptibly")
                                                || name.startsWith("await")) {
                                            String simple = owner.substring(owner.lastIndexOf('/') + 1);
                                            found.computeIfAbsent(method, key -> new TreeSet<>())
                                                    .add(simple + "." + name);
                                        }
                                    }
                                };
                            }
                        },
                        0);
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {java.util.concurrent.ArrayBlockingQueue.class, java.util.concurrent.LinkedBlockingQueue.class})
    void noWaitIsLeftThatTheQueueDoesNotSpeakFor(Class<?> queue) throws IOException {
        Map<String, Set<String>> before = waits(classFile(queue));
        assertThat(before).containsOnlyKeys(METHODS);
        before.values().forEach(calls -> assertThat(calls).contains("ReentrantLock.lockInterruptibly"));
        Map<String, Set<String>> after = waits(rewritten(queue));
        assertThat(after).containsOnlyKeys(METHODS);
        after.forEach((method, calls) -> assertThat(calls)
                .as(method)
                .containsExactly(
                        before.get(method).contains("Condition.await") ? "QueueWaits.await" : "QueueWaits.awaitNanos",
                        "QueueWaits.lock"));
    }

    private static byte[] rewritten(Class<?> queue) {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.ofPlatformLoader();
        return new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .decorate(queue, locator)
                .visit(new AsmVisitorWrapper.ForDeclaredMethods()
                        .method(ElementMatchers.isPublic(), new WaitsInQueues()))
                .make()
                .getBytes();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in =
                ClassLoader.getSystemResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }
}
