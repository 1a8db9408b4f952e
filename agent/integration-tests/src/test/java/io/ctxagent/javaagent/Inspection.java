package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What an inspecting tool does: loads the agent, reads the reply, asks over the socket. */
final class Inspection {

    private Inspection() {}

    /** Loads the shipped jar into a running JVM, or asks the agent that is there. */
    static AttachReply attach(ChildJvm jvm, String options) throws Exception {
        return attach(jvm, ChildJvm.AGENT, options);
    }

    /** The same with a copy of the jar. */
    static AttachReply attach(ChildJvm jvm, Path agent, String options) throws Exception {
        Path folder = Files.createTempDirectory("attach");
        Path reply = folder.resolve("reply");
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
        try {
            machine.loadAgent(agent.toString(), "reply=" + reply + options);
            return AttachReply.read(reply);
        } finally {
            machine.detach();
            Files.deleteIfExists(reply);
            Files.delete(folder);
        }
    }

    /** Asks the agent that is there, and loads nothing: what it says is the property's value; null where there is none. */
    static String socketProperty(ChildJvm jvm) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
        try {
            Properties properties = machine.getAgentProperties();
            assertThat(properties).as("what the JVM itself tells").containsKey("sun.java.command");
            return properties.getProperty("ctx.agent.socket");
        } finally {
            machine.detach();
        }
    }

    static AttachReply listening(ChildJvm jvm, String socket) {
        return new AttachReply.Listening(jvm.pid(), socket, "0.1.0");
    }

    static Snapshot snapshot(AttachReply reply, Map<String, String> arguments) throws IOException {
        try (SocketChannel channel = connect(reply)) {
            FrameReader frames = request(channel, new Request(Request.SNAPSHOT, arguments));
            Answer answer = Answer.read(frames);
            if (answer instanceof Answer.Refused refused) {
                throw new IOException(refused.error());
            }
            return SnapshotReader.read(new BodyInputStream(frames));
        }
    }

    /** Takes the agent out again. */
    static Detached detach(AttachReply reply) throws IOException {
        try (SocketChannel channel = connect(reply)) {
            FrameReader frames = request(channel, new Request(Request.DETACH, Map.of()));
            Answer answer = Answer.read(frames);
            if (answer instanceof Answer.Refused refused) {
                throw new IOException(refused.error());
            }
            return Detached.read(new BodyInputStream(frames));
        }
    }

    /** Cancels a context, or only asks whether that could be done. */
    static CancelReply.Outcome cancel(AttachReply reply, String id, String reason, boolean rehearse)
            throws IOException {
        Map<String, String> arguments = new HashMap<>(Map.of("id", id, "rehearse", String.valueOf(rehearse)));
        if (reason != null) {
            arguments.put("reason", reason);
        }
        try (SocketChannel channel = connect(reply)) {
            FrameReader frames = request(channel, new Request(Request.CANCEL, arguments));
            assertThat(Answer.read(frames)).isInstanceOf(Answer.Accepted.class);
            return CancelReply.read(new BodyInputStream(frames)).outcome();
        }
    }

    static Answer ask(AttachReply reply, Request request) throws IOException {
        try (SocketChannel channel = connect(reply)) {
            return Answer.read(request(channel, request));
        }
    }

    static SocketChannel connect(AttachReply reply) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(((AttachReply.Listening) reply).socket()));
    }

    private static FrameReader request(SocketChannel channel, Request request) throws IOException {
        request.write(new FrameWriter(Channels.newOutputStream(channel)));
        return new FrameReader(Channels.newInputStream(channel));
    }
}
