package io.ctxagent.javaagent.inspect;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who is at the other end of a Unix-domain socket, as the kernel says: {@code SO_PEERCRED}, JDK 16 and later. */
final class Peer {

    private static final String ROOT = "root";

    private Peer() {}

    /** Whether it is the user of this JVM, or root. Not knowing is no. */
    static boolean isUs(SocketChannel connection) {
        try {
            UnixDomainPrincipal peer = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
            String user = peer.user().getName();
            return user.equals(System.getProperty("user.name")) || user.equals(ROOT);
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
            Object uid = user.equals(System.getProperty("user.name"))
                    ? Files.getAttribute(Path.of("/proc/self"), "unix:uid")
                    : 0;
            return user + " (uid " + uid + ")";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException | LinkageError e) {
            return "somebody";
        }
    }
}
