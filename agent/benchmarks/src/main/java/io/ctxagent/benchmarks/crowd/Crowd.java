package io.ctxagent.benchmarks.crowd;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM that runs {@link CrowdedService} with the agent. Closing it ends it. */
final class Crowd implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    /** What the service has told: how late its heart was at most, in microseconds, and what it has collected so far. */
    record Beat(long lateMicros, long collections, long collectingMillis) {}

    private Crowd(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when it is complete. */
    static Crowd start(String agent, int contexts, int threads, boolean leaked, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-javaagent:" + agent, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(CrowdedService.class.getName(), String.valueOf(contexts), String.valueOf(threads)));
        command.add(leaked ? "leaked" : "owned");
        Crowd crowd = new Crowd(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        crowd.beat();
        return crowd;
    }

    long pid() {
        return process.pid();
    }

    /** Since the last time that it was asked. */
    Beat ask(char command) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write(command);
        in.flush();
        return beat();
    }

    private Beat beat() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the service has ended");
        }
        String[] told = line.split(" ", -1);
        return new Beat(Long.parseLong(told[0]), Long.parseLong(told[1]), Long.parseLong(told[2]));
    }

    /** The path of the agent's socket, asked for as ctxinspect asks. */
    Path socket() throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid()));
            try {
                return Path.of(machine.getAgentProperties().getProperty("ctx.agent.socket"));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** A whole snapshot, thrown away as it comes; its bytes. */
    static long look(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            new Request(Request.SNAPSHOT, Map.of("grace", "0ms"))
                    .write(new FrameWriter(Channels.newOutputStream(channel)));
            FrameReader frames = new FrameReader(Channels.newInputStream(channel));
            if (!(Answer.read(frames) instanceof Answer.Accepted)) {
                throw new IOException("refused");
            }
            BodyInputStream body = new BodyInputStream(frames);
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
            }
            return bytes;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
