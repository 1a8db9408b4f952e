package io.ctxagent.instrument.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a path belongs to. What is read from the cache becomes code of the JDK, so nobody but this user and root may be able to
 * write it: not the file, not its directory, and none of the directories above, which could be renamed away.
 * Where there are no owners and modes (Windows), the user's profile is trusted as it is.
 */
final class Trust {

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 022;
    private static final int OTHERS = 077;
    private static final int ROOT = 0;

    private final boolean unix;
    private final int user;

    private Trust(boolean unix, int user) {
        this.unix = unix;
        this.user = user;
    }

    /** For the user of this JVM; null when it cannot be known who that is. */
    static @Nullable Trust ofThisUser(Path anywhere) {
        if (!anywhere.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new Trust(false, ROOT);
        }
        Integer user = user(anywhere);
        return user == null ? null : new Trust(true, user);
    }

    private static @Nullable Integer user(Path anywhere) {
        try {
            Path self = anywhere.getFileSystem().getPath("/proc/self");
            return (Integer) Files.getAttribute(self, "unix:uid");
        } catch (IOException | RuntimeException e) {
            return fromTheSystem();
        }
    }

    /** Where there is no {@code /proc}. The module may be absent. */
    private static @Nullable Integer fromTheSystem() {
        try {
            return (int) new com.sun.security.auth.module.UnixSystem().getUid();
        } catch (LinkageError | RuntimeException e) {
            return null;
        }
    }

    /** Whether POSIX modes mean something here. */
    boolean unix() {
        return unix;
    }

    /** A real directory, for its owner alone; {@code false} also when it is not there. */
    boolean privateDirectory(Path path) {
        return kind(path, DIRECTORY, OTHERS);
    }

    /** A real file that only its owner can write. */
    boolean file(Path path) {
        return kind(path, REGULAR, OTHERS_WRITE);
    }

    private boolean kind(Path path, int type, int forbidden) {
        if (!unix) {
            return type == DIRECTORY
                    ? Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        }
        int[] found = attributes(path);
        return found != null && ours(found[0]) && (found[1] & TYPE) == type && (found[1] & forbidden) == 0;
    }

    /** Whether nobody else can replace {@code path}, which is absolute and has no symbolic link above it. */
    boolean outOfReach(Path path) {
        for (Path at = path.getParent(); unix && at != null; at = at.getParent()) {
            int[] found = attributes(at);
            if (found == null || !ours(found[0]) || (found[1] & TYPE) != DIRECTORY) {
                return false;
            }
            if ((found[1] & OTHERS_WRITE) != 0 && (found[1] & STICKY) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether this user, not root, is its owner: then its mode can be set right. */
    boolean isMine(Path path) {
        int[] found = unix ? attributes(path) : null;
        return found != null && found[0] == user && (found[1] & TYPE) == DIRECTORY;
    }

    private boolean ours(int owner) {
        return owner == user || owner == ROOT;
    }

    private static int @Nullable [] attributes(Path path) {
        try {
            Map<String, Object> all = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return all.get("uid") instanceof Integer uid && all.get("mode") instanceof Integer mode
                    ? new int[] {uid, mode}
                    : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
