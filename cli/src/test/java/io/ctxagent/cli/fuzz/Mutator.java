package io.ctxagent.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes inputs out of good ones: bytes flipped, cut out, repeated, and words put where they do not belong. */
final class Mutator {

    private static final int MOST_CHANGES = 6;

    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1e999",
            "0.5",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u001b[31m\"",
            "\"\\u0000\\r\\n\"",
            "\"live\"",
            "\"c1\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "{\"a\":",
            ",",
            "}");

    private final Random random;

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(List<byte[]> seeds) {
        byte[] data = seeds.get(random.nextInt(seeds.size())).clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            data = changed(data);
        }
        return data;
    }

    private byte[] changed(byte[] data) {
        int at = random.nextInt(data.length + 1);
        int length = Math.min(data.length - at, 1 << random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> flipped(data, at);
            case 1 -> replaced(data, at, length, new byte[0]);
            case 2 -> replaced(data, at, 0, java.util.Arrays.copyOfRange(data, at, at + length));
            case 3 -> replaced(data, at, 0, word());
            default -> replacedValue(data, at);
        };
    }

    private byte[] flipped(byte[] data, int at) {
        byte[] changed = data.clone();
        if (at < data.length) {
            changed[at] = (byte) (random.nextBoolean() ? changed[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        return changed;
    }

    /** The value after the next colon: what is most likely read. */
    private byte[] replacedValue(byte[] data, int at) {
        int from = at;
        while (from < data.length && data[from] != ':') {
            from++;
        }
        int to = Math.min(data.length, from + 1);
        int begin = to;
        boolean text = to < data.length && data[to] == '"';
        to = Math.min(data.length, text ? to + 1 : to);
        while (to < data.length && (text ? data[to] != '"' : ",}]".indexOf(data[to]) < 0)) {
            to++;
        }
        to = Math.min(data.length, text ? to + 1 : to);
        return replaced(data, begin, to - begin, word());
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replaced(byte[] data, int at, int length, byte[] with) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream(data.length + with.length);
        changed.write(data, 0, at);
        changed.writeBytes(with);
        changed.write(data, at + length, data.length - at - length);
        return changed.toByteArray();
    }
}
