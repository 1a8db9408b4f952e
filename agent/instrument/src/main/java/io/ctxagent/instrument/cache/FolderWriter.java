package io.ctxagent.instrument.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gets a file into the directory of the cache and takes it out. A start from the cache never loads this class. */
final class FolderWriter {

    /** The file does not grow above it; what a JVM weaves beyond it is woven anew each time. */
    private static final long MOST_BYTES = 32L << 20;

    /** What FileOutputStream hands to the system as it is; more could be mixed up with what another JVM appends. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private static final String PART = ".part";
    private static final long KEPT = TimeUnit.DAYS.toMillis(60);
    private static final long PART_KEPT = TimeUnit.HOURS.toMillis(1);
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> PRIVATE_DIRECTORY = PosixFilePermissions.asFileAttribute(PRIVATE);
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final CacheFolder folder;
    private final boolean unix;

    FolderWriter(CacheFolder folder) {
        this.folder = folder;
        this.unix = folder.trust().unix();
    }

    /** Adds {@code bytes} to the file of this name by one call of the system, if it is there and can be trusted. */
    void append(String name, byte[] bytes) throws IOException {
        Path file = folder.trusted(name);
        if (file != null && bytes.length < MOST_AT_ONCE && Files.size(file) < MOST_BYTES) {
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write(bytes);
            }
        }
    }

    /** Puts {@code bytes} in place of the file of this name, at one stroke; does nothing where it may not. */
    void replace(String name, byte[] bytes) {
        try {
            Path real = make();
            if (real == null) {
                return;
            }
            Path part = real.resolve("." + name + "-" + Long.toHexString(System.nanoTime()) + PART);
            try {
                if (unix) {
                    Files.createFile(part, PRIVATE_FILE);
                    Files.write(part, bytes, StandardOpenOption.WRITE);
                } else {
                    Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                }
                Files.move(
                        part,
                        real.resolve(name + CacheFolder.SUFFIX),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            sweep(real, name + CacheFolder.SUFFIX);
        } catch (IOException | RuntimeException e) {
            // No room, no right, no such file system: the next start weaves again.
        }
    }

    /** Takes the file of this name away, where that is allowed. */
    void remove(String name) {
        Path file = folder.trusted(name);
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException | RuntimeException e) {
                // It will be refused again.
            }
        }
    }

    private @Nullable Path make() throws IOException {
        Path parent = folder.directory().toAbsolutePath().normalize().getParent();
        if (parent == null) {
            return null;
        }
        if (unix) {
            Files.createDirectories(parent, PRIVATE_DIRECTORY);
        } else {
            Files.createDirectories(parent);
        }
        Path real = folder.real();
        if (real == null || !folder.trust().outOfReach(real)) {
            return null;
        }
        if (!Files.exists(real)) {
            if (unix) {
                Files.createDirectory(real, PRIVATE_DIRECTORY);
            } else {
                Files.createDirectory(real);
            }
        } else if (!folder.trust().privateDirectory(real) && folder.trust().isMine(real)) {
            Files.setPosixFilePermissions(real, PRIVATE);
        }
        return folder.trust().privateDirectory(real) ? real : null;
    }

    /** Takes away what other versions left behind and nobody has written for long. */
    private static void sweep(Path directory, String kept) throws IOException {
        long now = System.currentTimeMillis();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                long most = name.endsWith(PART) ? PART_KEPT : name.endsWith(CacheFolder.SUFFIX) ? KEPT : Long.MAX_VALUE;
                if (!name.equals(kept) && now - Files.getLastModifiedTime(path).toMillis() > most) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
