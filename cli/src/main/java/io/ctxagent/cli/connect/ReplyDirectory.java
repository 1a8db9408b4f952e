package io.ctxagent.cli.connect;

import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A fresh directory, for the JVM's user alone, in which the agent answers where its socket is. It lies where the JVM can
 * see it, and is gone after {@link #close}, also when the command is interrupted. Only a copy of the jar that the JVM has
 * loaded stays, because classes and resources are read from it for as long as the JVM lives; the next attach finds it.
 */
final class ReplyDirectory implements Closeable {

    private final Path directory;
    private final boolean foreign;
    private volatile @Nullable Path loadedJar;
    private final Thread cleanUp = new Thread(this::delete, "ctxinspect clean-up");

    private ReplyDirectory(Path directory, boolean foreign) {
        this.directory = directory;
        this.foreign = foreign;
    }

    static ReplyDirectory create(JvmProcess jvm) throws IOException {
        // Not java.io.tmpdir: that one is ours, and the JVM may see another or none.
        Path directory = Files.createTempDirectory(
                jvm.inside("/tmp"),
                "ctxinspect-" + jvm.pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        boolean foreignUser = jvm.uid() != new JvmProcesses().self().uid();
        ReplyDirectory reply = new ReplyDirectory(directory, foreignUser || !jvm.sameFiles());
        Runtime.getRuntime().addShutdownHook(reply.cleanUp);
        if (foreignUser) {
            Files.setAttribute(directory, "unix:uid", jvm.uid());
        }
        return reply;
    }

    /** The file in which the agent replies. */
    Path file() {
        return directory.resolve("reply");
    }

    /** The same file as the JVM sees it. */
    String fileInside() {
        return "/tmp/" + directory.getFileName() + "/reply";
    }

    /** The jar as the JVM can read it: itself, or a copy where the JVM sees other files or is of another user. */
    String jarInside(Path jar) throws IOException {
        if (!foreign) {
            return jar.toAbsolutePath().toString();
        }
        Path copy = directory.resolve("ctx-agent.jar");
        Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
        return "/tmp/" + directory.getFileName() + "/ctx-agent.jar";
    }

    /** From now on the JVM uses what {@link #jarInside} gave it. */
    void jarLoaded() {
        if (foreign) {
            loadedJar = directory.resolve("ctx-agent.jar");
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            return; // the hook is running already
        }
    }

    private void delete() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!file.equals(loadedJar)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            // Nothing to be done: the directory is gone, or its owner is.
        }
        try {
            if (loadedJar == null || !Files.exists(directory.resolve("ctx-agent.jar"))) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            // A late agent wrote into it; /tmp is cleaned by others.
        }
    }
}
