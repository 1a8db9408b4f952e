package io.ctxagent.cli.connect;

import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/**
 * The file {@code .attach_pidN} with which HotSpot's attach begins, in the JVM's working directory or its {@code /tmp}
 * (sun.tools.attach.VirtualMachineImpl, JDK 17 to 25). The JDK deletes it when it gives up, which is after we do, and not at all when the
 * user gives up by Ctrl-C: then this does, as long as it is not closed.
 */
final class AttachFile implements AutoCloseable {

    private static final long CLOCK_GRAIN_MILLIS = 1000;

    private final JvmProcess jvm;
    private final long since = System.currentTimeMillis() - CLOCK_GRAIN_MILLIS;

    private final Thread atExit = new Thread(this::delete);

    private AttachFile(JvmProcess jvm) {
        this.jvm = jvm;
    }

    /** To be taken before the JDK is asked to attach. */
    static AttachFile of(JvmProcess jvm) {
        AttachFile file = new AttachFile(jvm);
        try {
            Runtime.getRuntime().addShutdownHook(file.atExit);
        } catch (IllegalStateException e) {
            // This JVM ends already; nobody will ask.
        }
        return file;
    }

    /** From here on nothing is deleted at the end. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }

    /** Deletes it where it is ours: made by this user since this object was. */
    void delete() {
        try {
            String name = ".attach_pid" + jvm.ownPid();
            int uid = new JvmProcesses().self().uid();
            for (Path directory : List.of(jvm.workingDirectory(), jvm.inside("/tmp"))) {
                Path file = directory.resolve(name);
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && isOurs(file, uid)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            return; // the JVM has ended, and the JDK's own clean-up knows no better
        }
    }

    private boolean isOurs(Path file, int uid) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:uid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        boolean ourUser = attributes.get("uid") instanceof Integer owner && (owner == uid || owner == jvm.uid());
        return ourUser
                && attributes.get("lastModifiedTime") instanceof FileTime modified
                && modified.toMillis() >= since;
    }
}
