package io.ctxagent.model.wire;

import java.io.IOException;

/** The first frame that an agent sends back. */
public sealed interface Answer {

    /**
     * The agent does as asked; a body follows, which may be empty.
     *
     * @param pid of the JVM, as the JVM itself sees it: inside a container another than outside
     * @param startedAtMillis when the process started, since the epoch, as {@code ProcessHandle} tells; 0 where it does
     *     not. Together with {@code pid} it tells a client that it speaks to the JVM that it meant.
     * @param agent the agent's version
     */
    record Accepted(long pid, long startedAtMillis, String agent) implements Answer {}

    /**
     * The agent refuses; nothing follows.
     *
     * @param error one line that says why
     */
    record Refused(String error) implements Answer {}

    /** Sends this answer. */
    default void write(FrameWriter frames) throws IOException {
        frames.write(Wire.encode(json -> {
            if (this instanceof Accepted accepted) {
                json.flag("ok", true)
                        .number("pid", accepted.pid())
                        .number("startedAtMillis", accepted.startedAtMillis())
                        .text("agent", accepted.agent());
            } else if (this instanceof Refused refused) {
                json.flag("ok", false).text("error", refused.error());
            }
        }));
    }

    /**
     * Receives an answer.
     *
     * @throws WireFormatException when what came is not one
     */
    static Answer read(FrameReader frames) throws IOException {
        return Wire.decode("answer", frames.require("answer"), AnswerJson::parse);
    }
}
