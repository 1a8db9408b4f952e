package io.ctxagent.instrument.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The layout of a cache file, written at one go: a header of {@link #HEADER} bytes, an index that is read whole, and the classes,
 * each its original bytes and then the woven ones, which are read one by one. Everything is covered by a checksum.
 */
final class CacheImage {

    static final int MAGIC = 0x43545857; // CTXW
    static final int FORMAT = 1;

    /** Magic, format, length of the index, its checksum, length of the file. */
    static final int HEADER = 4 + 4 + 4 + 4 + 8;

    private CacheImage() {}

    static byte[] of(String recipe, List<ExpectedHook> hooks, List<WovenClass> classes) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream(1 << 20);
        byte[] index = index(recipe, hooks, classes, data);
        ByteArrayOutputStream file = new ByteArrayOutputStream(HEADER + index.length + data.size());
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(MAGIC);
        out.writeInt(FORMAT);
        out.writeInt(index.length);
        out.writeInt(checksum(index, 0, index.length));
        out.writeLong((long) HEADER + index.length + data.size());
        out.write(index);
        data.writeTo(out);
        return file.toByteArray();
    }

    private static byte[] index(
            String recipe, List<ExpectedHook> hooks, List<WovenClass> classes, ByteArrayOutputStream data)
            throws IOException {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(index);
        text(out, recipe);
        out.writeInt(hooks.size());
        for (ExpectedHook hook : hooks) {
            text(out, hook.family());
            text(out, hook.type());
            text(out, hook.target());
        }
        out.writeInt(classes.size());
        for (WovenClass type : classes) {
            byte[] woven = type.woven() == null ? new byte[0] : type.woven();
            text(out, type.name());
            out.writeLong(data.size());
            out.writeInt(type.original().length);
            out.writeInt(checksum(type.original(), 0, type.original().length));
            out.writeInt(woven.length);
            out.writeInt(checksum(woven, 0, woven.length));
            outcomes(out, type.outcomes());
            data.write(type.original());
            data.write(woven);
        }
        return index.toByteArray();
    }

    private static void outcomes(DataOutputStream out, List<Outcome> outcomes) throws IOException {
        out.writeShort(outcomes.size());
        for (Outcome outcome : outcomes) {
            text(out, outcome.family());
            text(out, outcome.expected());
            text(out, outcome.target());
            out.writeByte(outcome.bound() ? 1 : 0);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xFFFF) {
            throw new IOException("a name of " + bytes.length + " bytes");
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
