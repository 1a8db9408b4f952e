package io.ctxagent.cli.child;

import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.BodyOutputStream;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * An agent that speaks the protocol and knows nothing: it answers with a snapshot that never changes, except for its
 * process id, its number of attaches in {@code droppedEvents}, and the arguments of the request as its main class, after
 * those of the last cancel. The system property {@code fake.agent} makes it misbehave.
 */
public final class FakeAgent {

    private static int attaches;
    private static int snapshots;
    private static String cancelled = "";
    private static Path socket;

    private FakeAgent() {}

    public static void premain(String argument, Instrumentation instrumentation) throws Exception {
        // Like the agent: nothing listens until somebody asks. It can be asked by a property only where it was told so.
        switch (behaviour()) {
            case "property" -> publish(instrumentation, listen("ctx-fake-").toString());
            case "refuses-by-property" -> publish(instrumentation, "refused: socket=off was\nset at start");
            case "property-of-others" -> publish(instrumentation, "/tmp/socket");
            default -> {}
        }
    }

    private static void publish(Instrumentation instrumentation, String value) throws Exception {
        Class<?> support = Class.forName("jdk.internal.vm.VMSupport");
        instrumentation.redefineModule(
                support.getModule(),
                Set.of(),
                Map.of("jdk.internal.vm", Set.of(FakeAgent.class.getModule())),
                Map.of(),
                Set.of(),
                Map.of());
        Properties properties =
                (Properties) support.getMethod("getAgentProperties").invoke(null);
        properties.put("ctx.agent.socket", value);
    }

    public static synchronized void agentmain(String argument) throws IOException {
        attaches++;
        Path reply = Path.of(argument.substring("reply=".length()));
        switch (behaviour()) {
            case "throws" -> throw new IllegalStateException("not today");
            case "silent" -> {}
            case "error" -> new AttachReply.Failed("socket=off was\nset at start").write(reply);
            case "garbage-reply" -> Files.writeString(reply, "hello");
            default -> {
                if (socket == null) {
                    socket = listen("ctx-agent-");
                }
                new AttachReply.Listening(ProcessHandle.current().pid(), socket.toString(), "0.1.0").write(reply);
            }
        }
    }

    private static String behaviour() {
        return System.getProperty("fake.agent", "good");
    }

    private static Path listen(String prefix) throws IOException {
        long pid = ProcessHandle.current().pid();
        Path directory = Files.createTempDirectory(Path.of("/tmp"), prefix + pid + "-");
        Path path = directory.resolve("socket");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        directory.toFile().deleteOnExit(); // in reverse order
        path.toFile().deleteOnExit();
        if (behaviour().equals("open-directory")) {
            directory.toFile().setExecutable(true, false);
        }
        Thread accepting = new Thread(() -> accept(server), "fake agent");
        accepting.setDaemon(true);
        accepting.start();
        return path;
    }

    private static void accept(ServerSocketChannel server) {
        while (true) {
            try (SocketChannel client = server.accept()) {
                answer(Channels.newInputStream(client), Channels.newOutputStream(client));
            } catch (IOException e) {
                continue;
            }
        }
    }

    private static void answer(InputStream in, OutputStream out) throws IOException {
        Request request = Request.read(new FrameReader(in));
        FrameWriter frames = new FrameWriter(out);
        switch (behaviour()) {
            case "refuses" -> new Answer.Refused("too many clients").write(frames);
            case "garbage" -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            case "later-version" -> frames.write("{\"v\":2,\"ok\":true}".getBytes(StandardCharsets.UTF_8));
            case "hangs" -> in.read();
            case "other-pid" -> new Answer.Accepted(1, 0, "0.1.0").write(frames);
            case "cut-off" -> {
                accepted().write(frames);
                frames.write(snapshot(request).substring(0, 500).getBytes(StandardCharsets.UTF_8));
            }
            case "invalid" -> body(frames, "{\"schema\":\"other/1\"}");
            default -> {
                switch (request.verb()) {
                    case Request.DETACH -> detach(frames);
                    case Request.CANCEL -> cancel(frames, request.args());
                    default -> body(frames, snapshot(request));
                }
            }
        }
    }

    private static void detach(FrameWriter frames) throws IOException {
        List<String> left = behaviour().equals("keeps-a-class") ? List.of("java.lang.Thread") : List.of();
        accepted().write(frames);
        BodyOutputStream body = new BodyOutputStream(frames);
        new Detached(112, left, 2, List.of("the bridge")).write(body);
        body.finish();
    }

    private static void cancel(FrameWriter frames, Map<String, String> args) throws IOException {
        CancelReply.Outcome outcome = CancelReply.Outcome.CANCELED;
        if (behaviour().equals("no-cancel")) {
            outcome = CancelReply.Outcome.NOT_ALLOWED;
        } else if ("c1".equals(args.get("id"))) {
            outcome = CancelReply.Outcome.NEVER_DONE;
        } else if (!List.of("c2", "c3").contains(args.get("id"))) {
            outcome = CancelReply.Outcome.NOT_LIVE;
        } else if (args.containsKey("rehearse")) {
            outcome = CancelReply.Outcome.CANCELABLE;
        } else {
            cancelled = new TreeMap<>(args).toString();
        }
        accepted().write(frames);
        BodyOutputStream body = new BodyOutputStream(frames);
        new CancelReply(outcome).write(body);
        body.finish();
    }

    private static void body(FrameWriter frames, String text) throws IOException {
        accepted().write(frames);
        BodyOutputStream body = new BodyOutputStream(frames);
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.finish();
    }

    private static Answer accepted() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new Answer.Accepted(self.pid(), started, "0.1.0");
    }

    private static String snapshot(Request request) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FakeAgent.class.getResourceAsStream("/io/ctxagent/cli/shop.json"))) {
            String whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            boolean healed = behaviour().equals("heals") && ++snapshots > 2;
            int findings = whole.lastIndexOf("\"findings\":");
            return (healed ? whole.substring(0, findings) + "\"findings\":[]}" : whole)
                    .replace(
                            "\"pid\":4711", "\"pid\":" + ProcessHandle.current().pid())
                    .replace("\"droppedEvents\":0", "\"droppedEvents\":" + attaches)
                    .replace("shop.Main\"", cancelled + request.args() + "\"");
        }
    }
}
