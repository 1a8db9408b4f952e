package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.AgentPresence;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.WireFormatException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent into a JVM, or asks the one that is there for its socket: both are an attach. The argument names a file
 * in which the agent replies; an argument may be 1024 bytes long, which a path is not.
 */
final class AgentLoader {

    private static final long POLL_MILLIS = 10;

    private final JvmProcess jvm;
    private final Path agentJar;
    private final Duration timeout;

    AgentLoader(JvmProcess jvm, Path agentJar, Duration timeout) {
        this.jvm = jvm;
        this.agentJar = agentJar;
        this.timeout = timeout;
    }

    /** The agent's socket as we see it. */
    Path load(AgentPresence presence) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (ReplyDirectory reply = ReplyDirectory.create(jvm)) {
            attach(jar(presence, reply), "reply=" + reply.fileInside(), deadline);
            Path socket = socket(await(reply, deadline));
            reply.jarLoaded();
            return socket;
        }
    }

    // The jar that the JVM has is the one whose classes it uses whatever we load; a copy would only be held open.
    private String jar(AgentPresence presence, ReplyDirectory reply) throws IOException {
        String loaded = presence.jar();
        if (loaded != null && Files.isReadable(jvm.inside(loaded))) {
            return loaded;
        }
        Fault missing = Preconditions.agentJar(agentJar);
        if (missing != null) {
            throw missing.failure();
        }
        return reply.jarInside(agentJar);
    }

    private void attach(String jar, String argument, long deadline) throws IOException {
        if (!Preconditions.hasAttachModule()) {
            new HotSpotAttach(jvm, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                    .loadAgent(jar, argument);
            return;
        }
        StaleSocket.clear(jvm);
        AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        // Attaching waits up to ten seconds and cannot be told otherwise; so it waits on a thread that may be left
        // behind.
        Thread attaching = new Thread(
                () -> {
                    try {
                        ByteBuddyAgent.attach(new File(jar), Long.toString(jvm.pid()), argument);
                    } catch (Throwable e) {
                        fault.set(e);
                    } finally {
                        done.countDown();
                    }
                },
                "ctxinspect attach");
        attaching.setDaemon(true);
        try (AttachFile attachFile = AttachFile.of(jvm)) {
            attaching.start();
            if (!await(done, deadline)) {
                attachFile.delete();
                throw timedOut("did not take the agent");
            }
        }
        Throwable thrown = fault.get();
        if (thrown != null) {
            throw AttachFailure.of(thrown, jvm);
        }
    }

    private static boolean await(CountDownLatch done, long deadline) {
        try {
            return done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AttachReply await(ReplyDirectory reply, long deadline) throws IOException {
        while (!Files.exists(reply.file())) {
            if (jvm.hasEnded()) {
                throw Preconditions.ended(jvm.pid());
            }
            if (System.nanoTime() - deadline >= 0) {
                throw timedOut("loaded the agent, which did not report");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw timedOut("was not waited for");
            }
        }
        try {
            return AttachReply.read(reply.file());
        } catch (WireFormatException e) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent in JVM " + jvm.pid() + " is not of this version: " + Failure.quote(e.getMessage()),
                    e);
        }
    }

    private Path socket(AttachReply reply) throws IOException {
        if (reply instanceof AttachReply.Failed failed) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent in JVM " + jvm.pid() + " failed: " + Failure.quote(failed.error()));
        }
        AttachReply.Listening listening = (AttachReply.Listening) reply;
        Path socket = jvm.inside(listening.socket());
        if (listening.pid() != jvm.ownPid() || !AgentSocket.trusted(socket, jvm)) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    "the agent of process " + listening.pid() + " replied with a socket that is not safe to use: "
                            + Failure.quote(listening.socket()));
        }
        return socket;
    }

    private Failure timedOut(String what) {
        return TimedOut.failure(jvm.pid(), what, timeout, null);
    }
}
