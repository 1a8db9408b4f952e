package io.ctxagent.cli.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A short run of the fuzzers, from seeds that real agents and tools have sent; {@code scripts/fuzz} runs them for longer. What
 * fails prints its seed and its input.
 */
class FuzzTest {

    private static final long MILLIS = Long.getLong("ctx.fuzz.millis", 700);

    private static final long SEED = Long.getLong("ctx.fuzz.seed", new Random().nextLong());

    @Test
    void requests() throws IOException {
        run(RequestFuzzer::fuzzerTestOneInput, Seeds.requests());
    }

    /** What {@code scripts/fuzz} has found: a request in UTF-16 with a control character that ASCII has not. */
    @Test
    void requests_that_once_failed() {
        RequestFuzzer.fuzzerTestOneInput(
                Base64.getDecoder()
                        .decode(
                                "AAAAQkYAgAAAAAAAdmVyWSI6InNuYXBzaG90IiwiYXJncyI6eyBncmFjZSI6IjAmMG1zIiwic3RhAAAAQnsidiI6MQx9fQ=="));
    }

    @Test
    void answers() throws IOException {
        run(AnswerFuzzer::fuzzerTestOneInput, Seeds.answers());
    }

    @Test
    void snapshots() throws IOException {
        run(SnapshotFuzzer::fuzzerTestOneInput, Seeds.snapshots());
    }

    private void run(Consumer<byte[]> target, List<byte[]> seeds) throws IOException {
        seeds.forEach(target);
        Mutator mutator = new Mutator(SEED);
        long until = System.nanoTime() + MILLIS * 1_000_000;
        long runs = 0;
        while (System.nanoTime() - until < 0) {
            byte[] input = mutator.of(seeds);
            try {
                target.accept(input);
            } catch (Throwable e) {
                throw new AssertionError("seed " + SEED + ", run " + runs + ", input: " + shown(input), e);
            }
            runs++;
        }
        System.out.println("fuzz: " + runs + " inputs, seed " + SEED);
    }

    private static String shown(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n')
                ? text
                : HexFormat.of().formatHex(input);
    }
}
