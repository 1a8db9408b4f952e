package io.ctxagent.javaagent.inspect;

import java.io.IOException;
import java.nio.channels.SocketChannel;
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
}
