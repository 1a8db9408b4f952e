package io.ctxagent.javaagent.inspect;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who is at the other end of a Unix-domain socket, as the kernel says: {@code SO_PEERCRED}, JDK 16 and later. */
final class Peer {

    private static final String ROOT = "root";

    private Peer() {}

    /**
     * Whether it is the user of this JVM, or root. Not knowing is no.
     *
     * @param us who owns what this JVM makes. Users are compared by their numbers: in a container a user may have no name, an
     *     application may call itself as it likes, and to look a name up takes a file, of which there may be none left.
     */
    static boolean isUs(SocketChannel connection, UserPrincipal us) {
        try {
            UnixDomainPrincipal peer = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return peer.user().equals(us) || peer.user().getName().equals(ROOT);
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            return false;
        }
    }

    /** {@code app (uid 1000)}: who it is, for people. */
    static String name(SocketChannel connection) {
        try {
            String user = connection
                    .getOption(ExtendedSocketOptions.SO_PEERCRED)
                    .user()
                    .getName();
            // Only root and we ourselves were let in.
            Object uid = user.equals(ROOT) ? 0 : Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return user + " (uid " + uid + ")";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException | LinkageError e) {
            return "somebody";
        }
    }
}
