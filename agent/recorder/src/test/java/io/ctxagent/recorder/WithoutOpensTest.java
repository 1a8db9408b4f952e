package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Current;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Waits;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM whose internals stay closed to us: the picture is smaller, says so, and nothing breaks. */
class WithoutOpensTest {

    @Test
    void aJvmThatStaysClosedGivesASmallerPictureAndSaysSo() throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), WithoutOpensTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        boolean virtual = Runtime.version().feature() >= 21;
        assertThat(output.lines().map(String::strip))
                .contains("complete false", "java.lang.Thread.threadLocals missing", "main user null")
                .contains("registered user queue LinkedBlockingQueue.take")
                .anyMatch(line -> line.startsWith("CTX901 "));
        assertThat(output.contains("jdk.internal.vm.ThreadContainers missing")).isEqualTo(virtual);
    }

    public static void main(String[] args) throws Exception {
        FakeApi api = new FakeApi();
        Thread registered = new Thread(
                () -> {
                    try {
                        Current.SLOT.set(api.live("withCancel", row -> {}));
                        Waits.enterBlocking(Family.QUEUE, "java.util.concurrent.LinkedBlockingQueue.take", null);
                        new java.util.concurrent.LinkedBlockingQueue<>().take();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                "registered");
        registered.setDaemon(true);
        registered.start();
        while (registered.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        Snapshot snapshot = new Recorder(Recorders.settings("startup", 0)).take(Duration.ZERO, false);
        System.out.println("complete " + snapshot.agent().complete());
        snapshot.agent().hooks().forEach(hook -> System.out.println(hook.target() + " " + hook.state()));
        snapshot.findings().forEach(finding -> System.out.println(finding.rule() + " " + finding.message()));
        for (ThreadInfo thread : snapshot.threads()) {
            if (List.of("main", "registered").contains(thread.name())) {
                System.out.println(thread.name() + " " + thread.role() + " "
                        + (thread.context() == null
                                ? "null"
                                : thread.blocked().family() + " "
                                        + thread.blocked().call()));
            }
        }
    }
}
