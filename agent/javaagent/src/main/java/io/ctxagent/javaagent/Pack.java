package io.ctxagent.javaagent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Many files in one entry of the agent's jar, so that the JDK, which reads the whole directory of a jar when it opens it, has
 * little to read at each start of the application. {@code src/packing/Packer.java} makes them.
 *
 * <p>Big-endian: a count; for each file, by the hash of its path, that hash, its offset, the length of its path, its size; at
 * the offset the length that it has here, its path, its bytes: deflated where that length is not its size. Safe for use by
 * many threads.
 */
final class Pack {

    private static final int INDEX_ENTRY = 4 * Integer.BYTES;

    /** No file is as large; a size that is was read from a broken jar. */
    private static final int MOST = 1 << 24;

    private final JarFile jar;
    private final String name;

    /** From its beginning: the whole of it, or as far as the index goes. */
    private final byte[] head;

    private final int count;

    /** One for all files: to make and to end one costs more than to inflate a class. */
    private final Inflater inflater = new Inflater(true);

    private Pack(JarFile jar, String name, byte[] head) {
        this.jar = jar;
        this.name = name;
        this.head = head;
        this.count = number(head, 0);
    }

    /** One that is kept in memory, because most of it is wanted soon. */
    static Pack inMemory(JarFile jar, String name) throws IOException {
        try (InputStream in = open(jar, name)) {
            byte[] whole = new byte[(int) jar.getJarEntry(name).getSize()];
            in.readNBytes(whole, 0, whole.length);
            return new Pack(jar, name, whole);
        }
    }

    /** One of which only the index is kept; it should be stored in the jar, not deflated, or to skip in it is to inflate it. */
    static Pack onDisk(JarFile jar, String name) throws IOException {
        try (InputStream in = open(jar, name)) {
            byte[] head = exactly(in, Integer.BYTES);
            int length = number(head, 0) * INDEX_ENTRY;
            byte[] whole = Arrays.copyOf(head, head.length + length);
            System.arraycopy(exactly(in, length), 0, whole, head.length, length);
            return new Pack(jar, name, whole);
        }
    }

    /** @return null where there is no file of that path */
    byte @Nullable [] read(String path) throws IOException {
        int hash = path.hashCode();
        for (int i = first(hash); i < count && field(i, 0) == hash; i++) {
            byte[] found = read(path, field(i, 1), field(i, 2), field(i, 3));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private byte @Nullable [] read(String path, int offset, int pathLength, int size) throws IOException {
        if (offset < head.length) {
            int begin = offset + Integer.BYTES;
            int data = begin + pathLength;
            return path.equals(text(head, begin, pathLength)) ? contents(head, data, number(head, offset), size) : null;
        }
        try (InputStream in = open(jar, name)) {
            in.skipNBytes(offset);
            byte[] start = exactly(in, Integer.BYTES + pathLength);
            if (!path.equals(text(start, Integer.BYTES, pathLength))) {
                return null;
            }
            int length = number(start, 0);
            return contents(exactly(in, length), 0, length, size);
        }
    }

    private byte[] contents(byte[] from, int begin, int length, int size) throws IOException {
        if (length == size) {
            return begin == 0 && from.length == size ? from : Arrays.copyOfRange(from, begin, begin + size);
        }
        if (size < 0 || size > MOST) {
            throw new IOException("the agent's jar is broken");
        }
        synchronized (inflater) {
            return inflated(from, begin, length, size);
        }
    }

    private byte[] inflated(byte[] from, int begin, int length, int size) throws IOException {
        try {
            inflater.reset();
            inflater.setInput(from, begin, length);
            byte[] inflated = new byte[size];
            int at = 0;
            while (at < size) {
                int read = inflater.inflate(inflated, at, size - at);
                if (read == 0) {
                    throw new EOFException("a file in the agent's jar is cut off");
                }
                at += read;
            }
            return inflated;
        } catch (DataFormatException e) {
            throw new IOException("the agent's jar is broken", e);
        }
    }

    /** The first place in the index whose hash is not less. */
    private int first(int hash) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (field(middle, 0) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int field(int place, int which) {
        return number(head, Integer.BYTES + place * INDEX_ENTRY + which * Integer.BYTES);
    }

    private static InputStream open(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            throw new IOException("the agent's jar is not whole: " + name + " is missing in " + jar.getName());
        }
        return jar.getInputStream(entry);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a file in the agent's jar is cut off");
        }
        return bytes;
    }

    private static String text(byte[] bytes, int begin, int length) {
        return new String(bytes, begin, length, StandardCharsets.ISO_8859_1);
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
