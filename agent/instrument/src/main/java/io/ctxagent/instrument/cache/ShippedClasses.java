package io.ctxagent.instrument.cache;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Woven classes that come with the agent, for the JDKs that its build has found, so that a start without a cache file need not
 * weave. Only what differs from the JDK's own class is in it; {@code src/packing/Shipper.java} makes it. A class is found by its
 * name, its length and two checksums of the bytes that the JVM has, whatever the JDK's version is. Thread-safe.
 */
public final class ShippedClasses {

    private final ClassLoader from;
    private final String folder;
    private volatile @Nullable List<ExpectedHook> hooks;

    /**
     * @param from has a file for each class among its resources
     * @param build of the agent: what another has woven is not used
     * @param jdk the feature version, because the list of hooks depends on it
     */
    public ShippedClasses(ClassLoader from, String build, int jdk) {
        this.from = from;
        this.folder = "woven/" + build + "/" + jdk + "/";
    }

    /** The list of hooks that the classes were woven with; empty where there is nothing for this JDK. */
    List<ExpectedHook> hooks() {
        List<ExpectedHook> known = hooks;
        if (known == null) {
            known = readHooks();
            hooks = known;
        }
        return known;
    }

    private List<ExpectedHook> readHooks() {
        try {
            byte[] file = read("hooks");
            return file == null ? List.of() : CacheRecords.hooks(new Cursor(file, 0));
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** What a class of these bytes is woven into; null where that is not known. */
    @Nullable
    WovenClass find(String name, byte[] original) {
        try {
            byte[] file = read(place(name, original));
            return file == null ? null : woven(name, original, new Cursor(file, 0));
        } catch (RuntimeException e) {
            // It is broken.
            return null;
        }
    }

    private static @Nullable WovenClass woven(String name, byte[] original, Cursor at) {
        byte[] woven = new byte[at.i4()];
        int sum = at.i4();
        List<Outcome> outcomes = CacheRecords.outcomes(at);
        build(woven, original, at);
        // The JVM does not verify classes of its own.
        if (CacheRecords.checksum(woven, 0, woven.length) != sum) {
            return null;
        }
        return new WovenClass(name, original, woven.length == 0 ? null : woven, outcomes);
    }

    /** Where the class is that these bytes become. */
    static String place(String name, byte[] original) {
        CRC32C second = new CRC32C();
        second.update(original, 0, original.length);
        return name + " " + original.length + " "
                + Integer.toHexString(CacheRecords.checksum(original, 0, original.length)) + " "
                + Integer.toHexString((int) second.getValue());
    }

    /** In turns so many bytes from there in the original, and so many that are here. */
    private static void build(byte[] woven, byte[] original, Cursor at) {
        for (int done = 0; done < woven.length; ) {
            int begin = at.i4();
            int length = at.i4();
            System.arraycopy(original, begin, woven, done, length);
            done += length;
            int own = at.i4();
            at.copy(woven, done, own);
            done += own;
        }
    }

    private byte @Nullable [] read(String path) {
        try (InputStream in = from.getResourceAsStream(folder + path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }
}
