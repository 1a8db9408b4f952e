package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is longer than people wait or read. */
class LongWaitsTest {

    @Test
    void what_takes_long_is_said_and_wiped_out_again() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Waiting waiting = new Waiting(new PrintStream(err, true, StandardCharsets.UTF_8), "looking at 4711", 1)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> text(err).contains("ctxinspect: looking at 4711, 0 s"));
        }
        assertThat(text(err)).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void what_does_not_take_long_is_not_said() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        new Waiting(new PrintStream(err, true, StandardCharsets.UTF_8), "looking at 4711", 60_000).close();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void text_is_cut_where_nobody_reads_on_and_says_so() {
        String line = "a line\n";
        assertThat(Cut.lines(line.repeat(Cut.LINES), "--json has all")).isEqualTo(line.repeat(Cut.LINES));
        assertThat(Cut.lines(line.repeat(Cut.LINES + 7), "--json has all"))
                .isEqualTo(line.repeat(Cut.LINES) + "... 7 more lines; --json has all\n");
    }

    private static String text(ByteArrayOutputStream err) {
        return err.toString(StandardCharsets.UTF_8);
    }
}
