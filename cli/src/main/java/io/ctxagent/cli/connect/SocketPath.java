package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long the inspection socket's path will be: the kernel takes no more than 107 bytes (unix(7)), on either side. */
final class SocketPath {

    private static final int MOST = 107;

    /** The name of the socket below the temporary directory, at its longest. */
    private static final int NAME = "/ctx-agent-4194304-18446744073709551615/socket".length();

    private static final int OTHERS_MAY_WRITE = 0002;
    private static final int OWNER_MAY_WRITE = 0200;

    private SocketPath() {}

    static @Nullable Fault fault(JvmProcess jvm) throws IOException {
        String directory = writes(jvm, jvm.inside("/tmp")) ? "/tmp" : jvm.temporaryDirectory();
        int length = jvm.inside(directory).toString().getBytes(StandardCharsets.UTF_8).length + NAME;
        return length <= MOST
                ? null
                : new Fault(
                        ExitCode.AGENT_FAILED,
                        "the agent's socket would have a path of " + length + " bytes in " + Failure.quote(directory)
                                + ", " + MOST + " are possible",
                        "let the JVM write into its /tmp, or give it a shorter -Djava.io.tmpdir",
                        "chmod 1777 " + jvm.inside("/tmp"));
    }

    /** As access(2) would tell the JVM itself. */
    private static boolean writes(JvmProcess jvm, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,mode");
        int mode = attributes.get("mode") instanceof Integer value ? value : 0;
        boolean owner = Integer.valueOf(jvm.uid()).equals(attributes.get("uid"));
        return jvm.uid() == 0 || (mode & OTHERS_MAY_WRITE) != 0 || (owner && (mode & OWNER_MAY_WRITE) != 0);
    }
}
