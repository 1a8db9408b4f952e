package io.ctxagent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.advice.WaitAdvice;
import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.callsite.CallSites;
import io.ctxagent.instrument.callsite.ConstantPool;
import io.ctxagent.instrument.family.PropagationFamily;
import io.ctxagent.instrument.family.QueueFamily;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

class WeaverTest {

    private static final String QUEUE = "java.util.concurrent.LinkedBlockingQueue";

    private final InstallReport report = new InstallReport();
    private Set<String> loaded = Set.of();

    @Test
    void theAdviceIsInAndTheMethodsAreNamed() throws IOException {
        byte[] woven = weave(weaver(Hook.interruptible(Family.QUEUE, WaitAdvice.class, QUEUE)), classFile(QUEUE));
        assertThat(new ConstantPool(woven).contains("io/ctxagent/boot/Waits")).isTrue();
        assertThat(report.lines())
                .extracting(InstallReport.Line::target, InstallReport.Line::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(QUEUE + ".take", HookState.BOUND),
                        org.assertj.core.groups.Tuple.tuple(QUEUE + ".put", HookState.BOUND))
                .doesNotContain(org.assertj.core.groups.Tuple.tuple(QUEUE + ".*", HookState.UNUSED));
    }

    @Test
    void aQueueSpeaksForTheWaitsInItsMethods() throws IOException {
        for (String queue : List.of(QUEUE, "java.util.concurrent.ArrayBlockingQueue")) {
            Weaver weaver = weaver(new QueueFamily().hooks(Runtime.version().feature()));
            byte[] woven = weaver.transform(null, null, queue.replace('.', '/'), null, null, classFile(queue));
            ConstantPool named = new ConstantPool(withoutUnusedConstants(woven));
            assertThat(new ConstantPool(withoutUnusedConstants(classFile(queue))).contains("lockInterruptibly"))
                    .isTrue();
            assertThat(named.contains("io/ctxagent/boot/QueueWaits")).isTrue();
            assertThat(named.contains("lockInterruptibly")).as("in %s", queue).isFalse();
        }
    }

    @Test
    void aPoolHandsEachOfItsTasksToTheBridge() throws IOException {
        String pool = "java.util.concurrent.ThreadPoolExecutor";
        Weaver weaver = weaver(new PropagationFamily().hooks(Runtime.version().feature()));
        byte[] woven = weaver.transform(null, null, pool.replace('.', '/'), null, null, classFile(pool));
        assertThat(callsInRunWorker(classFile(pool)))
                .contains("java/lang/Runnable.run")
                .doesNotContain("io/ctxagent/boot/Tasks.run");
        assertThat(callsInRunWorker(woven))
                .contains("io/ctxagent/boot/Tasks.run")
                .doesNotContain("java/lang/Runnable.run");
    }

    private static List<String> callsInRunWorker(byte[] classFile) {
        List<String> calls = new ArrayList<>();
        MethodVisitor ofMethod = new MethodVisitor(OpenedClassReader.ASM_API) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
                calls.add(owner + "." + name);
            }
        };
        ClassVisitor ofClass = new ClassVisitor(OpenedClassReader.ASM_API) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return name.equals("runWorker") ? ofMethod : null;
            }
        };
        OpenedClassReader.of(classFile).accept(ofClass, 0);
        return calls;
    }

    private static byte[] withoutUnusedConstants(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        OpenedClassReader.of(classFile).accept(writer, 0);
        return writer.toByteArray();
    }

    @Test
    void aMethodThatThisJdkDoesNotHaveIsMissingAndTheOthersAreBound() throws IOException {
        Weaver weaver = weaver(List.of(
                Hook.of(Family.QUEUE, QUEUE, "take", WaitAdvice.class),
                Hook.of(Family.QUEUE, QUEUE, "takeFromTheFuture", WaitAdvice.class)));
        assertThat(weave(weaver, classFile(QUEUE))).isNotNull();
        assertThat(states()).contains(QUEUE + ".take bound", QUEUE + ".takeFromTheFuture missing");
    }

    @Test
    void aClassThatCannotBeReadIsLeftAsItWasAndIsMissing() {
        Weaver weaver = weaver(List.of(Hook.of(Family.QUEUE, QUEUE, "take", WaitAdvice.class)));
        assertThat(weave(weaver, new byte[] {(byte) 0xCA, (byte) 0xFE, 1, 2, 3}))
                .isNull();
        assertThat(states()).containsExactly(QUEUE + ".take missing");
        assertThat(report.failures()).containsKey(QUEUE);
    }

    @Test
    void aClassThatNobodyLoadedIsUnused() {
        weaver(List.of(Hook.of(Family.QUEUE, QUEUE, "take", WaitAdvice.class)));
        assertThat(states()).containsExactly(QUEUE + ".take unused");
    }

    @Test
    void aClassThatIsLoadedAndNeverCameByIsMissing() {
        weaver(List.of(Hook.of(Family.QUEUE, QUEUE, "take", WaitAdvice.class)));
        loaded = Set.of(QUEUE);
        assertThat(states()).containsExactly(QUEUE + ".take missing");
    }

    @Test
    void aClassThatTheJvmRefusedIsMissingWithAllItsMethods() throws IOException {
        Weaver weaver = weaver(Hook.interruptible(Family.QUEUE, WaitAdvice.class, QUEUE));
        weave(weaver, classFile(QUEUE));
        report.missing(QUEUE, new VerifyError("no"));
        assertThat(states()).isNotEmpty().allMatch(line -> line.endsWith(" missing"));
    }

    @Test
    void applicationClassesThatHaveNothingToDoWithItAreNotTouched() throws IOException {
        Weaver weaver = new Weaver(List.of(), new CallSites(true, true), true, report);
        ClassLoader loader = new ClassLoader() {};
        byte[] classFile = classFile(InstallReport.class.getName());
        assertThat(weaver.transform(null, loader, "io/ctxagent/instrument/InstallReport", null, null, classFile))
                .isNull();
    }

    @Test
    void everyHookNamesAMethodOfThisJdk() throws IOException {
        int jdk = Runtime.version().feature();
        for (BlockingFamily family : BlockingFamilies.all()) {
            List<Hook> hooks = family.hooks(jdk);
            Weaver weaver = weaver(hooks);
            for (Hook hook : hooks) {
                weaver.transform(null, null, hook.type().replace('.', '/'), null, null, classFile(hook.type()));
            }
        }
        assertThat(states()).isNotEmpty().allMatch(line -> line.endsWith(" bound"));
    }

    private Weaver weaver(List<Hook> hooks) {
        Weaver weaver = new Weaver(hooks, new CallSites(false, false), false, report);
        report.expect(new InstallReport.Expectations() {
            @Override
            public List<ExpectedHook> hooks() {
                return weaver.expected();
            }

            @Override
            public Set<String> loaded() {
                return loaded;
            }
        });
        return weaver;
    }

    private static byte[] weave(Weaver weaver, byte[] classFile) {
        return weaver.transform(null, null, QUEUE.replace('.', '/'), null, null, classFile);
    }

    private List<String> states() {
        return report.lines().stream()
                .map(line -> line.target() + " " + line.state().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static byte[] classFile(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }
}
