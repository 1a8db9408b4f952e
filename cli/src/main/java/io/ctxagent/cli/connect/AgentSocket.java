package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a JVM's inspection socket is: {@code /tmp/ctx-agent-PID-RANDOM/socket} as the JVM itself sees it. */
final class AgentSocket {

    private static final int PERMISSIONS = 07777;
    private static final int OWNER_ONLY = 0700;

    private AgentSocket() {}

    /** The sockets that may be the JVM's; stale ones of earlier processes with the same id among them. */
    static List<Path> find(JvmProcess jvm) throws IOException {
        List<Path> sockets = new ArrayList<>();
        Path tmp = jvm.inside("/tmp");
        if (!Files.isDirectory(tmp)) {
            return sockets;
        }
        String prefix = "ctx-agent-" + jvm.ownPid() + "-";
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(tmp)) {
            for (Path directory : directories) {
                Path socket = directory.resolve("socket");
                if (String.valueOf(directory.getFileName()).startsWith(prefix)
                        && trusted(socket, jvm)
                        && Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                    sockets.add(socket);
                }
            }
        }
        return sockets;
    }

    /**
     * Asks the agent in a JVM for its socket, by the property {@code ctx.agent.socket} among the JVM's agent properties. Loads nothing,
     * so the JVM warns of nothing.
     *
     * @return null where that is not possible or nobody answers, and the agent has to be loaded to be asked
     */
    static @Nullable Path ask(JvmProcess jvm, Duration timeout) throws IOException {
        if (jvm.forbidsAttach() || !jvm.catchesQuit()) {
            return null;
        }
        String answer = new HotSpotAttach(jvm, timeout).agentProperties().getProperty("ctx.agent.socket");
        if (answer == null) {
            return null;
        }
        if (answer.startsWith("refused: ")) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent in JVM " + jvm.pid() + " failed: "
                            + Failure.quote(answer.substring("refused: ".length())));
        }
        Path socket = jvm.inside(answer);
        if (!trusted(socket, jvm)) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent in JVM " + jvm.pid() + " named a socket that is not safe to use: "
                            + Failure.quote(answer));
        }
        return socket;
    }

    /**
     * Whether nobody but the JVM's own user can have put the socket there: anybody may make a directory in {@code /tmp}
     * with a name that looks like an agent's.
     */
    static boolean trusted(Path socket, JvmProcess jvm) throws IOException {
        Path directory = socket.getParent();
        if (directory == null || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return Integer.valueOf(jvm.uid()).equals(attributes.get("uid"))
                && attributes.get("mode") instanceof Integer mode
                && (mode & PERMISSIONS) == OWNER_ONLY;
    }
}
