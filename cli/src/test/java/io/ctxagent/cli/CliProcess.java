package io.ctxagent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line as a process of its own, with the classes of this build. */
final class CliProcess {

    private final Process process;
    private final Path out;
    private final Path err;

    private CliProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** A Java without the module jdk.attach, as a small runtime has it. */
    static final List<String> SMALL = List.of("--limit-modules", "java.base,java.logging,java.instrument");

    static CliProcess start(Path directory, String... args) throws IOException {
        return start(directory, null, List.of(), args);
    }

    /**
     * Starts one.
     *
     * @param directory for what it prints
     * @param standardOutput where to instead; null for a file
     */
    static CliProcess start(Path directory, File standardOutput, List<String> options, String... args)
            throws IOException {
        return start(directory, standardOutput, new File("."), command(options, args));
    }

    /** One of a user who may nothing; its classes are in {@code library/lib}. */
    static CliProcess asNobody(Path directory, Path library, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.addAll(List.of(ChildJvm.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", library + "/lib/*", CtxInspect.class.getName()));
        command.addAll(List.of(args));
        return start(directory, null, library.toFile(), command);
    }

    private static CliProcess start(Path directory, File standardOutput, File in, List<String> program)
            throws IOException {
        // A parent that ignores Ctrl-C, as a shell's background job does, would have its children ignore it too.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(in);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        builder.redirectOutput(standardOutput == null ? out.toFile() : standardOutput)
                .redirectError(err.toFile())
                .redirectInput(new File("/dev/null"));
        return new CliProcess(builder.start(), out, err);
    }

    /** What to run for these arguments. */
    static List<String> command(List<String> options, String... args) {
        List<String> command = new ArrayList<>(
                List.of(ChildJvm.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CtxInspect.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    /** Whether it has begun to talk to somebody. */
    boolean isConnected() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path each : (Iterable<Path>) open::iterator) {
                if (Files.isSymbolicLink(each)
                        && Files.readSymbolicLink(each).toString().startsWith("socket:")) {
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            return false; // it was closed meanwhile
        }
        return false;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** What it left, once it has ended. */
    Cli.Result result() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running; out: " + out() + " err: " + Files.readString(err));
        }
        return new Cli.Result(process.exitValue(), out(), Files.readString(err));
    }
}
