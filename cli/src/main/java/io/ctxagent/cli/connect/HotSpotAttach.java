package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attach protocol of HotSpot on Linux: to ask without loading anything, and for a Java without the module jdk.attach (attachListener_linux.cpp and
 * sun.tools.attach.VirtualMachineImpl, the same in JDK 17 to 25). A file {@code .attach_pidN} and SIGQUIT ask the JVM to listen on
 * {@code /tmp/.java_pidN}; each connection there is one command. Paths and N are those of the JVM's own namespaces, so a JVM in a
 * container is reached like any other.
 *
 * <p>The caller has made sure that the process handles SIGQUIT.
 */
final class HotSpotAttach {

    private static final int VERSION = 1;

    /** A command has this many arguments, given or not. */
    private static final int ARGUMENTS = 3;

    private static final int MOST_BYTES = 1 << 16;
    private static final long FIRST_POLL_MILLIS = 5;
    private static final long LONGEST_POLL_MILLIS = 100;

    /** Read and write, for the group and for others. */
    private static final int OTHERS = 0066;

    private final JvmProcess jvm;
    private final Duration timeout;
    private final long deadline;

    HotSpotAttach(JvmProcess jvm, Duration timeout) {
        this.jvm = jvm;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Loads a Java agent.
     *
     * @param jar as the JVM sees it
     * @throws Failure when the JVM or the agent refuses
     */
    void loadAgent(String jar, String options) throws IOException {
        Reply reply = execute("load", "instrument", "false", jar + "=" + options);
        String code = reply.text.startsWith("return code: ") ? reply.text.substring("return code: ".length()) : null;
        if (reply.code == 0 && "0".equals(code)) {
            return;
        }
        if (code == null && reply.text.contains("Dynamic agent loading")) {
            throw Preconditions.startedWith(jvm, "-XX:-EnableDynamicAgentLoading")
                    .failure();
        }
        throw new Failure(
                ExitCode.AGENT_FAILED,
                "the agent did not start in JVM " + jvm.pid() + " (" + Failure.quote(why(code, reply.text))
                        + "); the JVM's own standard error may say more");
    }

    /** The properties that agents in the JVM have set, as text; empty where it does not tell. */
    Properties agentProperties() throws IOException {
        Properties properties = new Properties();
        Reply reply = execute("agentProperties");
        if (reply.code == 0) {
            properties.load(new StringReader(reply.text));
        }
        return properties;
    }

    // InvocationAdapter.c
    private static String why(@Nullable String code, String text) {
        if (code == null) {
            return text.isEmpty() ? "the JVM did not say why" : text;
        }
        return switch (code) {
            case "100" -> "Agent JAR not found or no Agent-Class attribute";
            case "101" -> "Unable to add JAR file to system class path";
            case "102" -> "Agent JAR loaded but agent failed to initialize";
            default -> "code " + code;
        };
    }

    /** What the JVM said: whether it took the command, and the rest. */
    private record Reply(int code, String text) {}

    private Reply execute(String command, String... arguments) throws IOException {
        Path path = listening();
        try (TimedSocket socket = TimedSocket.connect(path, left())) {
            StringBuilder request = new StringBuilder().append(VERSION).append('\0');
            request.append(command).append('\0');
            for (int i = 0; i < ARGUMENTS; i++) {
                request.append(i < arguments.length ? arguments[i] : "").append('\0');
            }
            socket.output().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return reply(socket.input());
        }
    }

    private static Reply reply(InputStream in) throws IOException {
        String all = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        int end = all.indexOf('\n');
        String first = end < 0 ? all : all.substring(0, end);
        try {
            return new Reply(
                    Integer.parseInt(first.strip()),
                    end < 0 ? "" : all.substring(end + 1).strip());
        } catch (NumberFormatException e) {
            throw new IOException("the JVM answered " + Failure.quote(first));
        }
    }

    private Path listening() throws IOException {
        StaleSocket.clear(jvm);
        Path socket = jvm.inside("/tmp").resolve(".java_pid" + jvm.ownPid());
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            try (AttachRequest asked = request()) {
                signal();
                awaitSocket(socket);
            }
        }
        Map<String, Object> attributes = Files.readAttributes(socket, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        boolean safe = Integer.valueOf(jvm.uid()).equals(attributes.get("uid"))
                && attributes.get("mode") instanceof Integer mode
                && (mode & OTHERS) == 0;
        if (!safe) {
            throw new Failure(
                    ExitCode.AGENT_FAILED,
                    Failure.quote(socket.toString()) + " is not JVM " + jvm.pid() + "'s own; delete it and try again");
        }
        return socket;
    }

    private AttachRequest request() throws IOException {
        String name = ".attach_pid" + jvm.ownPid();
        try {
            return AttachRequest.make(jvm.workingDirectory().resolve(name));
        } catch (IOException e) {
            return AttachRequest.make(jvm.inside("/tmp").resolve(name));
        }
    }

    private void signal() throws IOException {
        // There is no call for it in Java; of all shells and systems, this one has it.
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -QUIT " + jvm.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor(left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSocket(Path socket) throws IOException {
        long pause = FIRST_POLL_MILLIS;
        while (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (jvm.hasEnded()) {
                throw Preconditions.ended(jvm.pid());
            }
            if (left().isZero()) {
                throw timedOut();
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw timedOut();
            }
            pause = Math.min(2 * pause, LONGEST_POLL_MILLIS);
        }
    }

    private Duration left() {
        long nanos = deadline - System.nanoTime();
        return nanos <= 0 ? Duration.ZERO : Duration.ofNanos(nanos);
    }

    private Failure timedOut() {
        return TimedOut.failure(jvm.pid(), "did not answer", timeout, null);
    }
}
