package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TimerThreadStartTest {

    /** More than is free between what the JVM has mapped and the limit that it is given. */
    private static final String STACK = "-Xss256m";

    @Test
    void where_no_thread_was_to_be_had_the_next_deadline_asks_again() throws Exception {
        assumeTrue(canLimit(), "prlimit of util-linux is not there");
        assertThat(ChildJvm.start(Starved.class, List.of(STACK, "-Xlog:disable"))
                        .output()
                        .lines())
                .containsExactly("no thread: OutOfMemoryError", "ended: context deadline exceeded");
    }

    private static boolean canLimit() throws InterruptedException {
        try {
            return new ProcessBuilder("prlimit", "--version").start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    static final class Starved {
        public static void main(String[] args) throws Exception {
            long mapped = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmSize:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            limit(Long.toString((mapped << 10) + (128 << 20)));
            try {
                Context.background().withTimeout(Duration.ofSeconds(1));
                System.out.println("there was a thread");
            } catch (OutOfMemoryError expected) {
                limit("unlimited");
                System.out.println("no thread: OutOfMemoryError");
            }
            try (CancelScope scope = Context.background().withTimeout(Duration.ofSeconds(2))) { // the later of the two
                scope.context().awaitDone(Duration.ofSeconds(10));
                System.out.println("ended: "
                        + (scope.context().isDone() ? scope.context().err().getMessage() : "not"));
            }
        }

        /** Only the soft limit, which may be taken back. */
        private static void limit(String bytes) throws Exception {
            int result = new ProcessBuilder(
                            "prlimit",
                            "--pid",
                            Long.toString(ProcessHandle.current().pid()),
                            "--as=" + bytes + ":")
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IllegalStateException("prlimit: " + result);
            }
        }
    }
}
