package io.ctxagent.cli;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyOutputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does once what most command lines do, in front of nobody: the launcher runs it to learn which classes belong into the archive
 * that makes later runs fast. Plays the agent as well, so that no other process is touched.
 */
final class Rehearsal {

    private static final String SITE = "shop.Orders.find(Orders.java:42)";

    private static final int REQUESTS = 40;
    private static final int FIRST_REQUEST = 4;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        long pid = ProcessHandle.current().pid();
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "ctx-agent-" + pid + "-");
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread agent = new Thread(() -> play(server, pid));
            agent.setDaemon(true);
            agent.start();
            perform(Long.toString(pid));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        }
    }

    private static void perform(String target) {
        Terminal terminal = Terminal.system();
        CtxInspect.run(terminal, "attach", target);
        CtxInspect.run(terminal, "tree", target);
        CtxInspect.run(terminal, "threads", target);
        CtxInspect.run(terminal, "leaks", target);
        CtxInspect.run(terminal, "tree", target, "--json");
        CtxInspect.run(terminal, "ps");
    }

    private static void play(ServerSocketChannel server, long pid) {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                Request.read(new FrameReader(Channels.newInputStream(client)));
                FrameWriter frames = new FrameWriter(Channels.newOutputStream(client));
                new Answer.Accepted(pid, 0, Home.version()).write(frames);
                BodyOutputStream body = new BodyOutputStream(frames);
                write(pid, body);
                body.finish();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // The next one comes anyway.
            }
        }
    }

    private static void write(long pid, OutputStream out) throws IOException {
        // As many as an agent has: what is longer than a buffer takes other classes to read.
        HookInfo hook = new HookInfo("queue", "java.util.concurrent.LinkedBlockingQueue.take", "bound");
        List<HookInfo> hooks = Collections.nCopies(300, hook);
        List<Finding> findings = List.of(new Finding(
                "CTX101",
                "uncancelled-context",
                "error",
                "application",
                "3c9a17e08d21f4b6",
                1,
                9_000,
                List.of("c2"),
                List.of(),
                SITE,
                "It is \"still\" live.", // with what JSON escapes
                "Close it.",
                List.of()));
        SnapshotWriter.write(
                new Snapshot(
                        Snapshot.SCHEMA,
                        new JvmInfo(pid, "shop.Main", "17", Instant.parse("2026-11-30T08:30:15.123Z"), 120_000, "app"),
                        new AgentInfo(Home.version(), "enforce", "startup", true, 0, hooks),
                        new Counts(new Counts.ContextCounts(2, 0), new Counts.ThreadCounts(1, 1, 0, 1, 0)),
                        contexts(),
                        threads(),
                        findings),
                out);
    }

    /** A root, and two branches with requests that look alike. */
    private static List<ContextInfo> contexts() {
        List<ContextInfo> contexts = new ArrayList<>();
        contexts.add(context("c1", null, "background", null, List.of()));
        contexts.add(context("c2", "c1", "withTimeout", 1_188L, List.of("CTX101")));
        contexts.add(context("c3", "c1", "withTimeout", 1_188L, List.of()));
        for (int i = 0; i < REQUESTS; i++) {
            contexts.add(context("c" + (FIRST_REQUEST + i), i % 2 == 0 ? "c2" : "c3", "request", 900L, List.of()));
        }
        return contexts;
    }

    private static List<ThreadInfo> threads() {
        List<ThreadInfo> threads = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            BlockedInfo call = new BlockedInfo("queue", "LinkedBlockingQueue.take", "a queue@" + (i % 4), 800L, true);
            threads.add(new ThreadInfo(
                    31 + i,
                    "http-" + i,
                    i % 2 == 1,
                    false,
                    "WAITING",
                    "c" + (FIRST_REQUEST + i),
                    "user",
                    call,
                    SITE,
                    List.of()));
        }
        return threads;
    }

    private static ContextInfo context(
            String id, @Nullable String parent, String kind, @Nullable Long remainingMillis, List<String> findings) {
        return new ContextInfo(
                id,
                parent,
                kind,
                null,
                "live",
                812,
                remainingMillis,
                null,
                null,
                SITE,
                "thread main",
                false,
                List.of("traceId"),
                List.of(),
                findings);
    }
}
