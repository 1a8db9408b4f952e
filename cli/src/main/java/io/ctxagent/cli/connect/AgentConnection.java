package io.ctxagent.cli.connect;

import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/** One request to an agent and its answer. */
final class AgentConnection implements Closeable {

    /**
     * How far the agent's idea of when the process started may be from ours: both count from a boot time that clock
     * corrections move.
     */
    private static final long START_TOLERANCE_MILLIS = 10_000;

    private final TimedSocket socket;
    private final Answer answer;
    private final InputStream body;

    private AgentConnection(TimedSocket socket, Answer answer, InputStream body) {
        this.socket = socket;
        this.answer = answer;
        this.body = body;
    }

    /** Connects, sends {@code request} and reads the answer up to the body. */
    static AgentConnection open(Path path, Request request, Duration timeout) throws IOException {
        TimedSocket socket = TimedSocket.connect(path, timeout);
        try {
            request.write(new FrameWriter(socket.output()));
            FrameReader frames = new FrameReader(new BufferedInputStream(socket.input(), 1 << 16));
            Answer answer = Answer.read(frames);
            return new AgentConnection(socket, answer, new BodyInputStream(frames));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    Answer answer() {
        return answer;
    }

    /** The body; read it only after an {@link Answer.Accepted}. */
    InputStream body() {
        return body;
    }

    /** Whether it is {@code jvm} that answered, and not another process whose socket has this name. */
    boolean isFrom(JvmProcess jvm) throws IOException {
        if (!(answer instanceof Answer.Accepted accepted)) {
            return true; // a refusal does not say from whom it is, and hurts nobody
        }
        long started = jvm.startedAtMillis();
        return accepted.pid() == jvm.ownPid()
                && (started == 0
                        || accepted.startedAtMillis() == 0
                        || Math.abs(started - accepted.startedAtMillis()) <= START_TOLERANCE_MILLIS);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
