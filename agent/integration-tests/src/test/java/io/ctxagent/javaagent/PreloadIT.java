package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.FirstRandomProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a hook needs is there before there is one. The JDK's maps take random numbers where many threads are at them, and so do hooks; the
 * initialiser of those may have to wait for threads that it starts, which pass hooks.
 */
class PreloadIT {

    @Test
    @EnabledIfSystemProperty(
            named = "ctx.test.all",
            matches = "true",
            disabledReason = "scripts/test --all has the time")
    void theFirstRandomNumberDoesNotWaitForAHookThatWantsOne() throws Exception {
        Path agent = BrokenAgent.thatUsesRandomNumbers();
        // No source of entropy but threads.
        List<String> flags = List.of(
                "-javaagent:" + agent, "-Djava.util.secureRandomSeed=true", "-Djava.security.egd=file:/nonexistent");
        try (ChildJvm jvm = ChildJvm.start(flags, FirstRandomProgram.class)) {
            jvm.awaitExit(Duration.ofSeconds(60));
            assertThat(jvm.out()).containsExactly("random");
        }
    }
}
