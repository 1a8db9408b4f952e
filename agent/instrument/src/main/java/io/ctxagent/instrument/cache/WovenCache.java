package io.ctxagent.instrument.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were woven in earlier starts, found again by their original bytes, all of them compared, or in the agent's build. A
 * miss is answered with null, whatever its reason. Thread-safe.
 */
public final class WovenCache {

    private volatile @Nullable CacheFolder folder;
    private final String name;
    private final String recipe;
    private final List<WovenClass> unsaved = new ArrayList<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger misses = new AtomicInteger();
    private volatile @Nullable CacheFile file;
    private volatile @Nullable ShippedClasses shipped;

    /** Of a file that is begun when there is something to keep. */
    private @Nullable List<ExpectedHook> hooksOfLater;

    private volatile boolean begun;
    private volatile boolean started;

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
     * @param folder null for no file
     * @param recipe everything but a class's own bytes that its woven form depends on, this JVM's version among it
     * @param name a file name for the recipe; others with the same name are overwritten in turns
     * @param shipped what no file need be asked for
     */
    public static WovenCache open(
            @Nullable CacheFolder folder, String name, String recipe, @Nullable ShippedClasses shipped) {
        WovenCache cache = new WovenCache(folder, plain(name), recipe);
        cache.shipped = shipped;
        CacheFile found = cache.fromDisk();
        cache.file = found;
        cache.begun = found != null && !found.damaged();
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
        CacheFolder in = folder;
        Path path = in == null ? null : in.trusted(name);
        return path == null ? null : CacheFile.open(path.toFile(), recipe);
    }

    /** Whether there is anything in it. */
    public boolean filled() {
        ShippedClasses known = shipped;
        return file != null || known != null && !known.hooks().isEmpty();
    }

    /** Whether there is a file that can be appended to. */
    public boolean begun() {
        return begun;
    }

    /** The list of hooks that its classes were woven with; empty when nothing is in it. */
    public List<ExpectedHook> hooks() {
        CacheFile open = file;
        ShippedClasses known = shipped;
        if (open != null) {
            return open.hooks();
        }
        return known == null ? List.of() : known.hooks();
    }

    /** What {@code original} was woven into; null on a miss. */
    public @Nullable WovenClass find(String name, byte[] original) {
        WovenClass found = inFile(name, original);
        ShippedClasses known = shipped;
        if (found == null && known != null) {
            found = known.find(name, original);
        }
        (found == null ? misses : hits).incrementAndGet();
        return found;
    }

    private @Nullable WovenClass inFile(String name, byte[] original) {
        CacheFile open = file;
        try {
            return open == null ? null : open.find(name, original);
        } catch (IOException | RuntimeException e) {
            file = null;
            return null;
        }
    }

    /**
     * Keeps a class for the next start: at once where there is a file, because a short-lived JVM may have no time later, and it costs
     * a hundredth of weaving; else with {@link #begin}. Never throws.
     */
    public void add(WovenClass woven) {
        CacheFolder to = folder;
        if (to == null) {
            return;
        }
        @Nullable List<ExpectedHook> later;
        synchronized (unsaved) {
            later = hooksOfLater;
            if (!begun) {
                unsaved.add(woven);
                hooksOfLater = null;
                if (later == null) {
                    return;
                }
            }
        }
        if (later == null) {
            append(to, woven);
        } else {
            begin(later);
        }
    }

    private void append(CacheFolder to, WovenClass woven) {
        try {
            new FolderWriter(to).append(name, CacheRecords.of(recipe, woven));
        } catch (IOException | RuntimeException e) {
            // A class with too long a name: the next start weaves it again.
        }
    }

    /**
     * Begins a file where there is none or where the one that is there is damaged, with all that was woven and all that could be
     * read; later, if nothing had to be woven. To be called once, after the start has woven what it had to. Never throws.
     */
    public void begin(List<ExpectedHook> hooks) {
        CacheFolder to = folder;
        started = true;
        if (to == null || begun) {
            return;
        }
        CacheFile before = file;
        synchronized (unsaved) {
            if (shipped != null && before == null && unsaved.isEmpty()) {
                hooksOfLater = hooks;
                return;
            }
        }
        List<WovenClass> all = new ArrayList<>();
        try {
            if (before != null) {
                all.addAll(before.all());
            }
            all.addAll(takeUnsaved(false));
            ByteArrayOutputStream whole = new ByteArrayOutputStream(1 << 20);
            whole.writeBytes(CacheRecords.title(recipe, hooks));
            for (WovenClass woven : all) {
                whole.writeBytes(CacheRecords.of(recipe, woven));
            }
            new FolderWriter(to).replace(name, whole.toByteArray());
        } catch (IOException | RuntimeException e) {
            // As for a directory that cannot be written: the next start weaves again.
        }
        // Writing has loaded classes too.
        for (WovenClass woven : takeUnsaved(true)) {
            append(to, woven);
        }
    }

    private List<WovenClass> takeUnsaved(boolean last) {
        synchronized (unsaved) {
            List<WovenClass> taken = new ArrayList<>(unsaved);
            unsaved.clear();
            begun = last || begun;
            return taken;
        }
    }

    /** From now on nothing is added to it. */
    public void keepAsItIs() {
        folder = null;
    }

    /** The agent leaves: nothing is found any more, and nothing is held open. */
    public void close() {
        CacheFile open = file;
        shipped = null;
        file = null;
        if (open != null) {
            open.close();
        }
    }

    /** A class of it was refused by the JVM: it answers nothing any more, and the next file is begun anew. */
    public void distrust() {
        file = null;
        shipped = null;
        begun = started;
        CacheFolder in = folder;
        if (in != null) {
            new FolderWriter(in).remove(name);
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
}
