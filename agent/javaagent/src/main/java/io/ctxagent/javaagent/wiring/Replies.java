package io.ctxagent.javaagent.wiring;

import io.ctxagent.model.wire.AttachReply;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Answers the tool that loaded the agent, in the file that it waits for. A tool that has gone took its directory along. */
final class Replies {

    private Replies() {}

    static void tell(File reply, Path socket, String version) {
        write(reply, new AttachReply.Listening(ProcessHandle.current().pid(), socket.toString(), version));
    }

    static void refuse(File reply, String error) {
        write(reply, new AttachReply.Failed(error));
    }

    private static void write(File reply, AttachReply answer) {
        try {
            answer.write(reply.toPath());
        } catch (IOException e) {
            // Nobody waits for it any more.
        }
    }
}
