package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The socket file {@code /tmp/.java_pidN} of an earlier JVM with the same number, which was killed: in containers that share a /tmp
 * numbers come again. A JVM whose own file is hidden by it does not listen anew as long as there is a file; once it is gone, it does
 * when it is asked (attachListener_posix.cpp, JDK 17 to 25).
 */
final class StaleSocket {

    private StaleSocket() {}

    /** Deletes it where nobody listens; does nothing where there is none, or a JVM answers there. */
    static void clear(JvmProcess jvm) throws IOException {
        Path file = file(jvm);
        if (isStale(file)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw inTheWay(jvm, file).failure();
            }
        }
    }

    /** One that this user may not delete. */
    static @Nullable Fault fault(JvmProcess jvm) throws IOException {
        Path file = file(jvm);
        return isStale(file) && !mayDelete(file) ? inTheWay(jvm, file) : null;
    }

    private static Path file(JvmProcess jvm) throws IOException {
        return jvm.inside("/tmp").resolve(".java_pid" + jvm.ownPid());
    }

    private static boolean isStale(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return false;
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused");
        } catch (IOException e) {
            return false; // no socket, or one that we may not talk to: others say so
        }
    }

    /** In a directory like /tmp only its owner may, and root. */
    private static boolean mayDelete(Path file) throws IOException {
        int uid = new JvmProcesses().self().uid();
        return uid == 0 || Integer.valueOf(uid).equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    private static Fault inTheWay(JvmProcess jvm, Path file) {
        return new Fault(
                ExitCode.ATTACH_REFUSED,
                file + " is of an earlier JVM that had the number of JVM " + jvm.pid()
                        + ", nobody listens there, and you may not delete it",
                "run: sudo rm " + file,
                "sudo rm " + file);
    }
}
