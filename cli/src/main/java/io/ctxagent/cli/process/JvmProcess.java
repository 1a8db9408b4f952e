package io.ctxagent.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process, seen through {@code /proc/PID}. Each method reads anew and throws {@link IOException} when the process has
 * ended or may not be looked at.
 */
public final class JvmProcess {

    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final String LIBJVM = "/libjvm.so";
    private static final long ENDING_MILLIS = 500;

    private final long pid;
    private final Path directory;

    JvmProcess(long pid, Path directory) {
        this.pid = pid;
        this.directory = directory;
    }

    public long pid() {
        return pid;
    }

    /** The pid as the process itself sees it. */
    public long ownPid() throws IOException {
        return status().ownPid();
    }

    public boolean exists() {
        return Files.isDirectory(directory);
    }

    /** Whether it has ended, or does within half a second: its connections end before it does. */
    public boolean ends() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ENDING_MILLIS);
        while (!hasEnded()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    /** Whether it is gone, or nothing of it is left but its exit code. */
    public boolean hasEnded() {
        try {
            return !exists() || zombie();
        } catch (IOException e) {
            return !exists();
        }
    }

    /** How many files it has open, and how many it may have; the soft limit. */
    public OpenFiles openFiles() throws IOException {
        int open = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("fd"))) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); each.next()) {
                open++;
            }
        }
        return new OpenFiles(open, OpenFiles.limit(Files.readAllLines(directory.resolve("limits"))));
    }

    /** The process that this id is a thread of; the same id for a process. */
    public long threadGroup() throws IOException {
        return status().threadGroup();
    }

    public int uid() throws IOException {
        return status().uid();
    }

    public String user() throws IOException {
        return Files.getOwner(directory).getName();
    }

    /** Stopped by a signal or a debugger: it would not answer. */
    public boolean stopped() throws IOException {
        char state = status().state();
        return state == 'T' || state == 't';
    }

    public boolean zombie() throws IOException {
        return status().state() == 'Z';
    }

    /** Whether SIGQUIT, with which an attach begins, would be handled; else it would end the process. */
    public boolean catchesQuit() throws IOException {
        return status().catchesQuit();
    }

    /** Whether a HotSpot library is mapped. */
    public boolean isJvm() throws IOException {
        return libjvm() != null;
    }

    /** When it started, since the epoch; 0 where that is not known. */
    public long startedAtMillis() {
        return ProcStart.millis(directory);
    }

    /** The main class, or the jar or module that it was started from. */
    public String mainClass() throws IOException {
        return command().main();
    }

    /** The version of its JDK, from the {@code release} file; {@code ?} where there is none. */
    public String jdk() throws IOException {
        String library = libjvm();
        if (library == null) {
            return "?";
        }
        Path release = inside(library).resolve("../../../release").normalize();
        try (Stream<String> lines = Files.lines(release, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("?");
        } catch (IOException | UncheckedIOException e) {
            return "?";
        }
    }

    /** Whether the agent is loaded. */
    public AgentPresence agent() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("fd"))) {
            AgentPresence found = AgentPresence.NONE;
            boolean detached = false;
            for (Path file : files) {
                String link = link(file);
                if (link != null && !found.present() && AgentPresence.isAgentJar(link)) {
                    found = AgentPresence.of(link, hasJvmOption("-javaagent:", JvmProcess::namesAgent));
                }
                detached |= link != null && AgentPresence.isDetachedMark(link);
            }
            return detached ? found.detached() : found;
        }
    }

    /** Whether an option of the JVM's, on its command line or in its environment, forbids attaching. */
    public boolean forbidsAttach() throws IOException {
        return hasJvmOption("-XX:+DisableAttachMechanism", option -> true);
    }

    /** Whether an option of the JVM's, on its command line or in its environment, forbids loading agents (JEP 451). */
    public boolean forbidsLoading() throws IOException {
        return hasJvmOption("-XX:-EnableDynamicAgentLoading", option -> true);
    }

    /** Where it puts temporary files, when its command line says so; else {@code /tmp}. */
    public String temporaryDirectory() throws IOException {
        return command().option("-Djava.io.tmpdir=").orElse("/tmp");
    }

    /** Whether it sees the same files as we do. */
    public boolean sameFiles() {
        String here = link(Path.of("/proc/self/ns/mnt"));
        String there = link(directory.resolve("ns/mnt"));
        return here == null || there == null || here.equals(there);
    }

    /** A file of the process, by the absolute path that it has there, as a path that we can open. */
    public Path inside(String path) {
        return sameFiles() ? Path.of(path) : Path.of(directory.resolve("root") + path);
    }

    /** Its working directory. */
    public Path workingDirectory() {
        return directory.resolve("cwd");
    }

    private boolean hasJvmOption(String prefix, Predicate<String> test) throws IOException {
        if (command().hasOption(prefix, test)) {
            return true;
        }
        return environment()
                .flatMap(value -> Arrays.stream(value.split("\\s+")))
                .anyMatch(option -> option.startsWith(prefix) && test.test(option));
    }

    private static boolean namesAgent(String option) {
        return AgentPresence.isAgentJar(option.substring("-javaagent:".length()).replaceAll("=.*", ""));
    }

    private Stream<String> environment() throws IOException {
        return strings("environ").stream()
                .filter(variable -> OPTION_VARIABLES.stream().anyMatch(name -> variable.startsWith(name + "=")))
                .map(variable -> variable.substring(variable.indexOf('=') + 1));
    }

    private JavaCommand command() throws IOException {
        return new JavaCommand(strings("cmdline"));
    }

    private List<String> strings(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(file));
        String text = new String(bytes, StandardCharsets.UTF_8);
        String ended = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return ended.isEmpty() ? List.of() : Arrays.asList(ended.split("\0", -1));
    }

    private ProcStatus status() throws IOException {
        return ProcStatus.read(directory);
    }

    private @Nullable String libjvm() throws IOException {
        // Not line by line: there are hundreds before the one, and no code is compiled yet that would read them.
        String maps = new String(Files.readAllBytes(directory.resolve("maps")), StandardCharsets.ISO_8859_1);
        int name = maps.indexOf(LIBJVM);
        if (name < 0) {
            return null;
        }
        int path = maps.indexOf('/', maps.lastIndexOf('\n', name) + 1);
        int end = maps.indexOf('\n', name);
        return maps.substring(path, end < 0 ? maps.length() : end).replace(" (deleted)", "");
    }

    private static @Nullable String link(Path path) {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (IOException e) {
            return null; // the file was closed meanwhile, or we may not look
        }
    }
}
