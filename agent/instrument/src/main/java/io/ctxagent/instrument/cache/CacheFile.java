package io.ctxagent.instrument.cache;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache file that is open: the heads of its records in memory, its classes on disk. It stays open as long as the JVM lives, and
 * what others append meanwhile is not seen. Not a channel, which an interrupt of the reading thread would close. Thread-safe.
 */
final class CacheFile {

    /** Most heads are in it, so one read is enough for a record. */
    private static final int CHUNK = 1024;

    private final RandomAccessFile file;
    private final byte[] title;
    private final int hooksAt;
    private final Map<String, Slot> slots = new HashMap<>();
    private boolean damaged;

    /** One class; the same name again, with other original bytes or older, is {@code next}. */
    private record Slot(
            String name,
            byte[] head,
            int outcomesAt,
            long offset,
            int originalLength,
            int originalSum,
            int wovenLength,
            int wovenSum,
            @Nullable Slot next) {}

    /** The head of a record and where its body is; {@code length} is the body's. */
    private record Head(int kind, byte[] bytes, long body, int length) {}

    private CacheFile(RandomAccessFile file, byte[] title, int hooksAt) {
        this.file = file;
        this.title = title;
        this.hooksAt = hooksAt;
    }

    /** Null when it is not there or was begun by another recipe. */
    static @Nullable CacheFile open(File path, String recipe) {
        RandomAccessFile file = null;
        CacheFile opened = null;
        try {
            file = new RandomAccessFile(path, "r");
            opened = read(file, recipe);
            return opened;
        } catch (IOException | RuntimeException e) {
            return null;
        } finally {
            if (file != null && opened == null) {
                closeQuietly(file);
            }
        }
    }

    private static @Nullable CacheFile read(RandomAccessFile file, String recipe) throws IOException {
        long length = file.length();
        byte[] chunk = new byte[CHUNK];
        Head title = head(file, 0, length, chunk);
        if (title == null || title.kind() != CacheRecords.TITLE) {
            return null;
        }
        Cursor at = new Cursor(title.bytes(), 0);
        if (!at.text().equals(recipe)) {
            return null;
        }
        CacheFile opened = new CacheFile(file, title.bytes(), at.position());
        opened.readRecords(title.body(), length, CacheRecords.checksum(recipe), chunk);
        return opened;
    }

    /** Up to the first that is not whole: what comes after it cannot be found. */
    private void readRecords(long from, long length, int recipe, byte[] chunk) throws IOException {
        for (long at = from; at < length; ) {
            Head head = head(file, at, length, chunk);
            if (head == null || head.kind() != CacheRecords.CLASS) {
                damaged = true;
                return;
            }
            Cursor in = new Cursor(head.bytes(), 0);
            if (in.i4() == recipe) {
                String name = in.text();
                int originalLength = in.i4();
                int originalSum = in.i4();
                int wovenSum = in.i4();
                int wovenLength = head.length() - originalLength;
                slots.put(
                        name,
                        new Slot(
                                name,
                                head.bytes(),
                                in.position(),
                                head.body(),
                                originalLength,
                                originalSum,
                                wovenLength,
                                wovenSum,
                                slots.get(name)));
            }
            at = head.body() + head.length();
        }
    }

    private static @Nullable Head head(RandomAccessFile file, long at, long length, byte[] chunk) throws IOException {
        if (length - at < CacheRecords.FRAME) {
            return null;
        }
        file.seek(at);
        int got = (int) Math.min(chunk.length, length - at);
        file.readFully(chunk, 0, got);
        Cursor frame = new Cursor(chunk, 0);
        int kind = frame.i4();
        int headLength = frame.i4();
        int sum = frame.i4();
        int bodyLength = frame.i4();
        long body = at + CacheRecords.FRAME + headLength;
        if (headLength < 0 || headLength > CacheRecords.MOST_HEAD || bodyLength < 0 || body + bodyLength > length) {
            return null;
        }
        byte[] head = new byte[headLength];
        int there = Math.min(headLength, got - CacheRecords.FRAME);
        System.arraycopy(chunk, CacheRecords.FRAME, head, 0, there);
        file.readFully(head, there, headLength - there);
        return CacheRecords.checksum(head, 0, headLength) == sum ? new Head(kind, head, body, bodyLength) : null;
    }

    /** Whether its end cannot be read, so that nothing should be appended. */
    boolean damaged() {
        return damaged;
    }

    /** The list of hooks that the classes were woven with. */
    List<ExpectedHook> hooks() {
        return CacheRecords.hooks(new Cursor(title, hooksAt));
    }

    /** The class that was woven from exactly these bytes. The checksum only chooses which one to look at. */
    @Nullable
    WovenClass find(String name, byte[] original) throws IOException {
        Slot slot = slots.get(name);
        int sum = slot == null ? 0 : CacheRecords.checksum(original, 0, original.length);
        for (; slot != null; slot = slot.next()) {
            if (slot.originalLength() == original.length && slot.originalSum() == sum) {
                WovenClass found = load(slot);
                if (found != null && Arrays.equals(found.original(), original)) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Every class that is whole. */
    List<WovenClass> all() throws IOException {
        List<WovenClass> all = new ArrayList<>();
        for (Slot first : slots.values()) {
            for (Slot slot = first; slot != null; slot = slot.next()) {
                WovenClass found = load(slot);
                if (found != null) {
                    all.add(found);
                }
            }
        }
        return all;
    }

    private @Nullable WovenClass load(Slot slot) throws IOException {
        byte[] original = new byte[slot.originalLength()];
        byte[] woven = new byte[slot.wovenLength()];
        synchronized (file) {
            file.seek(slot.offset());
            file.readFully(original);
            file.readFully(woven);
        }
        // The JVM does not verify classes of its own: a byte that fell over on the disk would end in a crash.
        if (CacheRecords.checksum(woven, 0, woven.length) != slot.wovenSum()) {
            return null;
        }
        return new WovenClass(
                slot.name(),
                original,
                woven.length == 0 ? null : woven,
                CacheRecords.outcomes(new Cursor(slot.head(), slot.outcomesAt())));
    }

    void close() {
        closeQuietly(file);
    }

    private static void closeQuietly(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written to it.
        }
    }
}
