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
 * A cache file that is open: its index in memory, its classes on disk. It stays open as long as the JVM lives, because
 * others replace it by renaming. Not a channel, which an interrupt of the reading thread would close. Thread-safe.
 */
final class CacheFile {

    private static final int MOST_INDEX = 16 << 20;

    private final RandomAccessFile file;
    private final byte[] index;
    private final int hooksAt;
    private final Map<String, Slot> slots;

    /** One class; the same name again, with other original bytes, is {@code next}. */
    private record Slot(
            String name,
            long offset,
            int originalLength,
            int originalSum,
            int wovenLength,
            int wovenSum,
            int outcomesAt,
            @Nullable Slot next) {}

    private CacheFile(RandomAccessFile file, byte[] index, int hooksAt, Map<String, Slot> slots) {
        this.file = file;
        this.index = index;
        this.hooksAt = hooksAt;
        this.slots = slots;
    }

    /** Null when it is not there, not whole or made by another recipe. */
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
        byte[] header = new byte[CacheImage.HEADER];
        file.readFully(header);
        Cursor head = new Cursor(header, 0);
        if (head.i4() != CacheImage.MAGIC || head.i4() != CacheImage.FORMAT) {
            return null;
        }
        int length = head.i4();
        int sum = head.i4();
        if (length < 0 || length > MOST_INDEX || head.i8() != file.length()) {
            return null;
        }
        byte[] index = new byte[length];
        file.readFully(index);
        if (CacheImage.checksum(index, 0, length) != sum) {
            return null;
        }
        Cursor at = new Cursor(index, 0);
        if (!at.text().equals(recipe)) {
            return null;
        }
        int hooksAt = at.position();
        for (int left = 3 * at.i4(); left > 0; left--) {
            at.skipText();
        }
        return new CacheFile(file, index, hooksAt, slots(at, CacheImage.HEADER + length));
    }

    private static Map<String, Slot> slots(Cursor at, long data) {
        int count = at.i4();
        Map<String, Slot> slots = new HashMap<>(2 * count);
        for (int i = 0; i < count; i++) {
            String name = at.text();
            long offset = data + at.i8();
            int originalLength = at.i4();
            int originalSum = at.i4();
            int wovenLength = at.i4();
            int wovenSum = at.i4();
            int outcomesAt = at.position();
            Slot next = slots.get(name);
            slots.put(
                    name,
                    new Slot(name, offset, originalLength, originalSum, wovenLength, wovenSum, outcomesAt, next));
            for (int left = at.u2(); left > 0; left--) {
                at.skipText();
                at.skipText();
                at.skipText();
                at.u1();
            }
        }
        return slots;
    }

    /** The list of hooks that the classes were woven with. */
    List<ExpectedHook> hooks() {
        Cursor at = new Cursor(index, hooksAt);
        int count = at.i4();
        List<ExpectedHook> hooks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hooks.add(new ExpectedHook(at.text(), at.text(), at.text()));
        }
        return hooks;
    }

    /** The class that was woven from exactly these bytes. The checksum only chooses which one to look at. */
    @Nullable
    WovenClass find(String name, byte[] original) throws IOException {
        Slot slot = slots.get(name);
        int sum = slot == null ? 0 : CacheImage.checksum(original, 0, original.length);
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
        if (CacheImage.checksum(woven, 0, woven.length) != slot.wovenSum()) {
            return null;
        }
        return new WovenClass(slot.name(), original, woven.length == 0 ? null : woven, outcomes(slot));
    }

    private List<Outcome> outcomes(Slot slot) {
        Cursor at = new Cursor(index, slot.outcomesAt());
        int count = at.u2();
        List<Outcome> outcomes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            outcomes.add(new Outcome(at.text(), at.text(), at.text(), at.u1() == 1));
        }
        return outcomes;
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
