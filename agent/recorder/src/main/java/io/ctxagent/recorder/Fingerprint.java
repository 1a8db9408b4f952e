package io.ctxagent.recorder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The first 16 hex digits of a SHA-256 over a rule's id and normalised frames, one to a line. */
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(String rule, List<String> frames) {
        String text = rule + "\n" + String.join("\n", frames);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            // Each JDK has to have it, but its providers can be configured away.
            return HexFormat.of().toHexDigits(text.hashCode() * 0x9E3779B97F4A7C15L);
        }
    }
}
