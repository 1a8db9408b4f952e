package io.ctxagent.javaagent.inspect;

import io.ctxagent.javaagent.wiring.Durations;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyOutputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import io.ctxagent.model.wire.WireFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Answers one request of one connection. The verbs below are all that there is; each only reads. Thread-safe. */
public final class RequestHandler {

    private final SnapshotSource snapshots;
    private final Duration defaultGrace;
    private final Answer.Accepted accepted;

    public RequestHandler(SnapshotSource snapshots, Duration defaultGrace, String agentVersion) {
        this.snapshots = snapshots;
        this.defaultGrace = defaultGrace;
        ProcessHandle us = ProcessHandle.current();
        long started =
                us.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
        this.accepted = new Answer.Accepted(us.pid(), started, agentVersion);
    }

    void handle(SocketChannel connection) throws IOException {
        FrameWriter frames = new FrameWriter(Channels.newOutputStream(connection));
        Request request;
        try {
            request = Request.read(new FrameReader(Channels.newInputStream(connection)));
        } catch (WireFormatException e) {
            new Answer.Refused(String.valueOf(e.getMessage())).write(frames);
            return;
        }
        switch (request.verb()) {
            case Request.PING -> {
                accepted.write(frames);
                new BodyOutputStream(frames).close();
            }
            case Request.SNAPSHOT -> snapshot(request, frames);
            default -> new Answer.Refused("this agent does not know the verb " + request.verb()).write(frames);
        }
    }

    private void snapshot(Request request, FrameWriter frames) throws IOException {
        Duration grace = defaultGrace;
        String given = request.args().get("grace");
        if (given != null) {
            long nanos = Durations.parse(given);
            if (nanos < 0) {
                new Answer.Refused("grace=" + given + " is not a duration such as 500ms or 2s").write(frames);
                return;
            }
            grace = Duration.ofNanos(nanos);
        }
        Snapshot snapshot =
                snapshots.take(grace, Boolean.parseBoolean(request.args().get("stacks")));
        accepted.write(frames);
        try (OutputStream body = new BodyOutputStream(frames)) {
            SnapshotWriter.write(snapshot, body);
        }
    }
}
