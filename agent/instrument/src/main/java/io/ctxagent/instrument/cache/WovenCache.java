package io.ctxagent.instrument.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were woven in earlier starts, found again by their original bytes, all of them compared. A miss is answered with
 * null, whatever its reason. Thread-safe.
 */
public final class WovenCache {

    /** The file does not grow above it; what a JVM weaves beyond it is woven anew each time. */
    private static final long MOST_BYTES = 32L << 20;

    private final @Nullable CacheFolder folder;
    private final String name;
    private final String recipe;
    private volatile @Nullable CacheFile file;
    private final List<WovenClass> unsaved = new ArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger misses = new AtomicInteger();

    private WovenCache(@Nullable CacheFolder folder, String name, String recipe) {
        this.folder = folder;
        this.name = name;
        this.recipe = recipe;
    }

    /** One that has nothing and keeps nothing. */
    public static WovenCache none() {
        return new WovenCache(null, "", "");
    }

    /**
     * Opens the file of this recipe where there is one that can be trusted.
     *
     * @param folder null for no cache at all
     * @param recipe everything but a class's own bytes that its woven form depends on, this JVM's version among it
     * @param name a file name for the recipe; others with the same name are overwritten in turns
     */
    public static WovenCache open(@Nullable CacheFolder folder, String name, String recipe) {
        WovenCache cache = new WovenCache(folder, plain(name), recipe);
        cache.file = cache.fromDisk();
        return cache;
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fits = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-';
            plain.append(fits ? c : '_');
        }
        return plain.toString();
    }

    private @Nullable CacheFile fromDisk() {
        Path path = folder == null ? null : folder.trusted(name);
        return path == null ? null : CacheFile.open(path.toFile(), recipe);
    }

    /** Whether there is anything in it. */
    public boolean filled() {
        return file != null;
    }

    /** Whether something that is woven now will be found by the next start. */
    public boolean keeps() {
        return folder != null;
    }

    /** The list of hooks that its classes were woven with; empty when nothing is in it. */
    public List<ExpectedHook> hooks() {
        CacheFile open = file;
        return open == null ? List.of() : open.hooks();
    }

    /** What {@code original} was woven into; null on a miss. */
    public @Nullable WovenClass find(String name, byte[] original) {
        CacheFile open = file;
        try {
            WovenClass found = open == null ? null : open.find(name, original);
            (found == null ? misses : hits).incrementAndGet();
            return found;
        } catch (IOException | RuntimeException e) {
            file = null;
            misses.incrementAndGet();
            return null;
        }
    }

    /** Remembers a class until it is saved. */
    public void add(WovenClass woven) {
        if (folder != null) {
            synchronized (unsaved) {
                unsaved.add(woven);
            }
        }
    }

    /** Writes what was added, with what others have written meanwhile. Takes milliseconds; never throws. */
    public void save(List<ExpectedHook> hooks) {
        CacheFolder to = folder;
        List<WovenClass> added;
        synchronized (unsaved) {
            added = new ArrayList<>(unsaved);
            unsaved.clear();
        }
        if (to == null || added.isEmpty()) {
            return;
        }
        CacheFile now = fromDisk();
        try {
            Merge merge = new Merge();
            if (now != null) {
                now.all().forEach(merge::add);
            }
            added.forEach(merge::add);
            new FolderWriter(to).replace(name, CacheImage.of(recipe, hooks, merge.classes));
        } catch (IOException | RuntimeException e) {
            // As for a directory that cannot be written: the next start weaves again.
        } finally {
            if (now != null) {
                now.close();
            }
        }
    }

    /** A class of it was refused by the JVM: it answers nothing any more, and the file is written anew. */
    public void distrust() {
        file = null;
        if (folder != null) {
            new FolderWriter(folder).remove(name);
        }
    }

    /** Classes found so far. */
    public int hits() {
        return hits.get();
    }

    /** Classes asked for and not found so far. */
    public int misses() {
        return misses.get();
    }

    private static final class Merge {

        private final Map<String, List<byte[]>> seen = new LinkedHashMap<>();
        private final List<WovenClass> classes = new ArrayList<>();
        private long bytes;

        void add(WovenClass type) {
            List<byte[]> variants = seen.computeIfAbsent(type.name(), key -> new ArrayList<>(1));
            for (byte[] variant : variants) {
                if (java.util.Arrays.equals(variant, type.original())) {
                    return;
                }
            }
            byte[] woven = type.woven();
            bytes += type.original().length + (woven == null ? 0 : woven.length);
            if (bytes <= MOST_BYTES) {
                variants.add(type.original());
                classes.add(type);
            }
        }
    }
}
