package io.ctxagent.instrument.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directory of the cache: where it is, and whether what is in it can be trusted. */
public final class CacheFolder {

    static final String SUFFIX = ".woven";
    private static final String NAME = "ctx-agent";

    private final Path directory;
    private final Trust trust;

    private CacheFolder(Path directory, Trust trust) {
        this.directory = directory;
        this.trust = trust;
    }

    /**
     * At the directory that the user named, or at the usual one of this system.
     *
     * @param named an absolute path; null for the usual one
     * @return null where there is no place for one
     */
    public static @Nullable CacheFolder find(@Nullable String named) {
        // An application may bring a file system of its own for everything; it must not be started by us.
        if (System.getProperty("java.nio.file.spi.DefaultFileSystemProvider") != null) {
            return null;
        }
        try {
            String place = named != null ? named : usual(System.getProperty("os.name", ""), System.getenv());
            return place == null ? null : at(Path.of(place));
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    static @Nullable CacheFolder at(Path directory) {
        Trust trust = Trust.ofThisUser(directory);
        return trust == null ? null : new CacheFolder(directory, trust);
    }

    static @Nullable String usual(String system, Map<String, String> environment) {
        if (system.startsWith("Windows")) {
            String local = environment.get("LOCALAPPDATA");
            return local == null || local.isEmpty() ? null : local + "\\" + NAME + "\\cache";
        }
        String given = environment.get("XDG_CACHE_HOME");
        if (given != null && given.startsWith("/") && !system.startsWith("Mac")) {
            return given + "/" + NAME;
        }
        String home = environment.get("HOME");
        home = home == null || !home.startsWith("/") ? System.getProperty("user.home", "") : home;
        if (!home.startsWith("/")) {
            return null;
        }
        return home + (system.startsWith("Mac") ? "/Library/Caches/" : "/.cache/") + NAME;
    }

    /** The file of this name, if it and everything above it is this user's own; null if not. */
    @Nullable
    Path trusted(String name) {
        try {
            Path real = real();
            if (real == null || !trust.privateDirectory(real) || !trust.outOfReach(real)) {
                return null;
            }
            Path file = real.resolve(name + SUFFIX);
            return trust.file(file) ? file : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    Path directory() {
        return directory;
    }

    Trust trust() {
        return trust;
    }

    /** Without links above; the directory itself must not be one. */
    @Nullable
    Path real() throws IOException {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        return parent == null ? null : parent.toRealPath().resolve(directory.getFileName());
    }
}
