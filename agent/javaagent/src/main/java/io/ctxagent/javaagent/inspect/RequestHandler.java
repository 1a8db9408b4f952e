package io.ctxagent.javaagent.inspect;

import io.ctxagent.javaagent.wiring.Durations;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyOutputStream;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import io.ctxagent.model.wire.WireFormatException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;

/** Answers one request of one connection. The verbs below are all that there is; {@code cancel} and {@code detach} act,
 * the others only read. Thread-safe. */
public final class RequestHandler {

    private final SnapshotSource snapshots;
    private final Detaching detaching;
    private final Cancelling cancelling;
    private final Duration defaultGrace;
    private final Answer.Accepted accepted;

    public RequestHandler(
            SnapshotSource snapshots,
            Detaching detaching,
            Cancelling cancelling,
            Duration defaultGrace,
            String agentVersion) {
        this.snapshots = snapshots;
        this.detaching = detaching;
        this.cancelling = cancelling;
        this.defaultGrace = defaultGrace;
        ProcessHandle us = ProcessHandle.current();
        long started =
                us.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
        this.accepted = new Answer.Accepted(us.pid(), started, agentVersion);
    }

    /** Returns whether this was the agent's last request. */
    boolean handle(SocketChannel connection) throws IOException {
        FrameWriter frames = new FrameWriter(Channels.newOutputStream(connection));
        Request request;
        try {
            request = Request.read(new FrameReader(Channels.newInputStream(connection)));
        } catch (WireFormatException e) {
            new Answer.Refused(String.valueOf(e.getMessage())).write(frames);
            return false;
        }
        switch (request.verb()) {
            case Request.PING -> {
                accepted.write(frames);
                new BodyOutputStream(frames).finish();
            }
            case Request.SNAPSHOT -> snapshot(request, frames);
            case Request.CANCEL -> cancel(request, Peer.name(connection), frames);
            case Request.DETACH -> {
                return detach(frames);
            }
            default -> new Answer.Refused("this agent does not know the verb " + request.verb()).write(frames);
        }
        return false;
    }

    private boolean detach(FrameWriter frames) {
        Detached detached = detaching.detach();
        try {
            accepted.write(frames);
            BodyOutputStream body = new BodyOutputStream(frames);
            detached.write(body);
            body.finish();
        } catch (IOException e) {
            // The tool went away; what it asked for is done.
        }
        return true;
    }

    private void cancel(Request request, String peer, FrameWriter frames) throws IOException {
        Map<String, String> args = request.args();
        String id = args.get("id");
        if (id == null) {
            new Answer.Refused("cancel needs an id").write(frames);
            return;
        }
        CancelReply reply = cancelling.cancel(id, args.get("reason"), peer, Boolean.parseBoolean(args.get("rehearse")));
        accepted.write(frames);
        BodyOutputStream body = new BodyOutputStream(frames);
        reply.write(body);
        body.finish();
    }

    void unload() {
        detaching.unload();
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
        SnapshotSource.Body snapshot =
                snapshots.take(grace, Boolean.parseBoolean(request.args().get("stacks")));
        accepted.write(frames);
        // Not closed in a finally: a body that breaks off must not look whole.
        BodyOutputStream body = new BodyOutputStream(frames);
        snapshot.write(body);
        body.finish();
    }
}
