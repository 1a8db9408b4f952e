package io.ctxagent.cli;

import io.ctxagent.cli.child.IdleService;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;

/** An {@link IdleService} in a JVM of its own; closing ends it. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Path directory;

    private ChildJvm(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /** Starts one with these options of the JVM, and waits until it is up. */
    public static ChildJvm start(String... options) throws IOException {
        return start(List.of(), TestJars.source(IdleService.class), options);
    }

    /** The same, through {@code prefix}, a program that starts programs. */
    static ChildJvm start(List<String> prefix, Path classPath, String... options) throws IOException {
        return start(prefix, classPath.toString(), IdleService.class.getName(), options);
    }

    private static ChildJvm start(List<String> prefix, String classPath, String main, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // starts in half the CPU time
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, main));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Path directory = Files.createTempDirectory("ctxinspect-test-");
        builder.directory(directory.toFile());
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        ChildJvm child = new ChildJvm(process, directory);
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (!"ready".equals(line)) {
            child.close();
            throw new IllegalStateException("the child said: " + line);
        }
        return child;
    }

    /** One whose main class, compiled into {@code directory}, is called {@code name} in package {@code child}. */
    static ChildJvm named(String name, Path directory) throws IOException {
        Path source = directory.resolve(name + ".java");
        Files.writeString(source, """
                package io.ctxagent.cli.child;
                public class %s {
                    public static void main(String[] args) throws java.io.IOException {
                        %s.main(args);
                    }
                }
                """.formatted(name, IdleService.class.getName()));
        Path classes = TestJars.source(IdleService.class);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classes.toString(), "-d", directory.toString(), source.toString());
        if (exit != 0) {
            throw new IllegalStateException("not compiled: " + source);
        }
        String classPath = directory + File.pathSeparator + classes;
        return start(List.of(), classPath, IdleService.class.getPackageName() + "." + name);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Of the JVM, not of a program that started it and waits. */
    public long pid() {
        return process.children().findFirst().map(ProcessHandle::pid).orElse(process.pid());
    }

    public String id() {
        return Long.toString(pid());
    }

    /** Its working directory. */
    public Path directory() {
        return directory;
    }

    /** Ends it at once, as the kernel does when memory runs out. */
    public void kill() throws IOException, InterruptedException {
        signal("KILL");
    }

    /** Stops it as a debugger or Ctrl-Z would; once that is over, which takes longer than to say so. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
        Path status = Path.of("/proc", id(), "status");
        Awaitility.await().until(() -> Files.readString(status).contains("State:\tT"));
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, id()).inheritIO().start().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(directory);
    }
}
