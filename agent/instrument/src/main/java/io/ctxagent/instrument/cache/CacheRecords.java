package io.ctxagent.instrument.cache;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The layout of a cache file: a title record and then one record for each class, appended by whoever wove it. A record is
 * its kind, the length of its head, the head's checksum, the length of its body; the head; the body, which for a class is its
 * original bytes and then the woven ones. A record that was cut off or written over is known by its checksums.
 */
final class CacheRecords {

    static final int TITLE = 0x43545832; // CTX2
    static final int CLASS = 0x43545843; // CTXC

    /** Kind, length of the head, its checksum, length of the body. */
    static final int FRAME = 4 * 4;

    static final int MOST_HEAD = 1 << 20;

    private CacheRecords() {}

    /** The first record: for whom the others are. */
    static byte[] title(String recipe, List<ExpectedHook> hooks) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(head);
        text(out, recipe);
        out.writeInt(hooks.size());
        for (ExpectedHook hook : hooks) {
            text(out, hook.family());
            text(out, hook.type());
            text(out, hook.target());
        }
        return record(TITLE, head.toByteArray(), new byte[0], new byte[0]);
    }

    static byte[] of(String recipe, WovenClass type) throws IOException {
        byte[] original = type.original();
        byte[] woven = type.woven() == null ? new byte[0] : type.woven();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(head);
        out.writeInt(checksum(recipe));
        text(out, type.name());
        out.writeInt(original.length);
        out.writeInt(checksum(original, 0, original.length));
        out.writeInt(checksum(woven, 0, woven.length));
        out.writeShort(type.outcomes().size());
        for (Outcome outcome : type.outcomes()) {
            text(out, outcome.family());
            text(out, outcome.expected());
            text(out, outcome.target());
            out.writeByte(outcome.bound() ? 1 : 0);
        }
        return record(CLASS, head.toByteArray(), original, woven);
    }

    private static byte[] record(int kind, byte[] head, byte[] original, byte[] woven) throws IOException {
        if (head.length > MOST_HEAD) {
            throw new IOException("a head of " + head.length + " bytes");
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream(FRAME + head.length + original.length + woven.length);
        DataOutputStream out = new DataOutputStream(record);
        out.writeInt(kind);
        out.writeInt(head.length);
        out.writeInt(checksum(head, 0, head.length));
        out.writeInt(original.length + woven.length);
        out.write(head);
        out.write(original);
        out.write(woven);
        return record.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xFFFF) {
            throw new IOException("a name of " + bytes.length + " bytes");
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    static List<ExpectedHook> hooks(Cursor at) {
        int count = at.i4();
        List<ExpectedHook> hooks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hooks.add(new ExpectedHook(at.text(), at.text(), at.text()));
        }
        return hooks;
    }

    static List<Outcome> outcomes(Cursor at) {
        int count = at.u2();
        List<Outcome> outcomes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            outcomes.add(new Outcome(at.text(), at.text(), at.text(), at.u1() == 1));
        }
        return outcomes;
    }

    static int checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return checksum(bytes, 0, bytes.length);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
