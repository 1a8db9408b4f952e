package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.AgentPresence;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.model.InvalidSnapshotException;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.Request;
import io.ctxagent.model.wire.WireFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JVM that runs: asked through its inspection socket, which is opened by attaching where it is not open yet. */
final class LiveTarget implements Target {

    /** Does something with the body of an answer. */
    private interface Body<T> {
        T use(InputStream body) throws IOException;
    }

    private final JvmProcess jvm;
    private final LiveOptions options;

    LiveTarget(JvmProcess jvm, LiveOptions options) {
        this.jvm = jvm;
        this.options = options;
    }

    @Override
    public String name() {
        return Long.toString(jvm.pid());
    }

    @Override
    public Snapshot snapshot(Ask ask) {
        return ask(snapshotRequest(ask), body -> SnapshotReader.read(body, Capacity.elements(ask.held())));
    }

    @Override
    public Detached detach() {
        return ask(new Request(Request.DETACH, Map.of()), Detached::read);
    }

    @Override
    public CancelReply.Outcome cancel(String id, @Nullable String reason, boolean rehearse) {
        Map<String, String> args = new LinkedHashMap<>();
        args.put("id", id);
        if (reason != null) {
            args.put("reason", reason);
        }
        if (rehearse) {
            args.put("rehearse", "true");
        }
        return ask(new Request(Request.CANCEL, args), CancelReply::read).outcome();
    }

    private static Request snapshotRequest(Ask ask) {
        return new Request(Request.SNAPSHOT, ask.args());
    }

    @Override
    public void copy(Ask ask, OutputStream out) {
        ask(snapshotRequest(ask), body -> {
            byte[] part = new byte[1 << 16];
            for (int length = body.read(part); length >= 0; length = body.read(part)) {
                try {
                    out.write(part, 0, length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // ours, not the agent's
                }
            }
            return true;
        });
    }

    private <T> T ask(Request request, Body<T> use) {
        try {
            Preconditions.checkReachable(jvm);
            AgentConnection open = existing(request);
            try (AgentConnection connection = open != null ? open : attached(request)) {
                if (connection.answer() instanceof Answer.Refused refused) {
                    throw new Failure(
                            ExitCode.AGENT_FAILED,
                            "the agent in JVM " + name() + " refuses: " + Failure.quote(refused.error()));
                }
                return use.use(connection.body());
            }
        } catch (SocketTimeoutException e) {
            throw TimedOut.failure(jvm.pid(), "has an agent that did not answer", options.timeout(), e);
        } catch (WireFormatException | InvalidSnapshotException e) {
            if (jvm.ends()) {
                throw Preconditions.ended(jvm.pid()); // in the middle of its answer
            }
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent in JVM " + name() + " sent what ctxinspect does not understand: "
                            + Failure.quote(e.getMessage()),
                    e);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private @Nullable AgentConnection existing(Request request) throws IOException {
        for (Path socket : AgentSocket.find(jvm)) {
            try {
                AgentConnection connection = AgentConnection.open(socket, request, options.timeout());
                if (connection.isFrom(jvm)) {
                    return connection;
                }
                connection.close();
            } catch (SocketTimeoutException | WireFormatException e) {
                throw e;
            } catch (IOException e) {
                // Nobody listens there any more: a process before this one left it.
            }
        }
        return null;
    }

    private AgentConnection attached(Request request) throws IOException {
        AgentPresence presence = jvm.agent();
        if (!presence.present() && !options.load()) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "JVM " + name() + " (" + Failure.quote(jvm.mainClass())
                            + ") runs without ctx-agent; load it with: ctxinspect attach " + name());
        }
        Preconditions.checkDescriptors(jvm);
        Path socket = presence.present() ? AgentSocket.ask(jvm, options.timeout()) : null;
        if (socket == null) {
            Preconditions.checkLoadable(jvm);
            socket = new AgentLoader(jvm, options.agentJar(), options.timeout()).load(presence);
        }
        AgentConnection connection = AgentConnection.open(socket, request, options.timeout());
        if (!connection.isFrom(jvm)) {
            connection.close();
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "what answered is not JVM " + name() + "; it may have ended meanwhile, try again");
        }
        return connection;
    }

    private Failure lost(IOException e) {
        if (e instanceof AccessDeniedException && jvm.exists()) {
            return Preconditions.denied(jvm, e);
        }
        if (jvm.ends()) {
            return Preconditions.ended(jvm.pid());
        }
        return new Failure(
                ExitCode.AGENT_FAILED,
                "the connection to the agent in JVM " + name() + " failed: " + Failure.quote(e.getMessage()),
                e);
    }
}
