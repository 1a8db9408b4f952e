package io.ctxagent.instrument.cache;

import java.nio.charset.StandardCharsets;

/** Reads what {@link CacheRecords} wrote. The bytes have passed their checksum, so an end that comes too early is a fault. */
final class Cursor {

    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int position() {
        return at;
    }

    int u1() {
        return bytes[at++] & 0xFF;
    }

    int u2() {
        return u1() << 8 | u1();
    }

    int i4() {
        return u2() << 16 | u2();
    }

    String text() {
        int length = u2();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The next {@code length} bytes, to {@code to} from {@code begin} on. */
    void copy(byte[] to, int begin, int length) {
        System.arraycopy(bytes, at, to, begin, length);
        at += length;
    }
}
