package io.ctxagent.samples;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the commands of a README are given: {@code dist/} as {@code scripts/build} fills it, and the samples. */
final class Stage {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What JDK 21 and later print, and 17 does not, when a tool opens the inspection socket. */
    private static final Pattern LOADED_LATE = Pattern.compile(
            "WARNING: (A Java agent has been loaded dynamically|If a serviceability tool|Dynamic loading of agents).*");

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path folder;

    private Stage(Path folder) {
        this.folder = folder;
    }

    /** Made of what this build has built so far. */
    static Stage inside(Path folder) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("dist/bin"));
        copy(jar("context"), folder.resolve("dist/ctx-context.jar"));
        copy(jar("junit"), folder.resolve("dist/ctx-junit.jar"));
        copy(ROOT.resolve("agent/javaagent/target/ctx-agent.jar"), folder.resolve("dist/ctx-agent.jar"));
        copy(ROOT.resolve("cli/src/main/dist/bin/ctxinspect"), bin.resolve("ctxinspect"));
        Files.createSymbolicLink(folder.resolve("dist/lib"), ROOT.resolve("cli/target/lib"));
        Files.createSymbolicLink(folder.resolve("sample-apps"), ROOT.resolve("sample-apps"));
        return new Stage(folder);
    }

    private static Path jar(String module) throws IOException {
        Path target = ROOT.resolve("agent").resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(target, "ctx-" + module + "-*.jar")) {
            return jars.iterator().next();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Starts a command with this JDK's {@code java} first on its path. */
    Running start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.merge(
                "PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + File.pathSeparator + path);
        environment.remove("JAVA_TOOL_OPTIONS");
        return new Running(
                builder.directory(folder.toFile()).redirectErrorStream(true).start());
    }

    /** A command at work; both of its outputs are kept, by lines. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Thread reader;

        private Running(Process process) {
            this.process = process;
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            this.reader = new Thread(() -> out.lines()
                    .filter(line -> !LOADED_LATE.matcher(line).matches())
                    .forEach(lines::add));
            reader.setDaemon(true);
            reader.start();
        }

        String pid() {
            return Long.toString(process.pid());
        }

        /** The address that it has printed; empty where it has none. */
        String url() {
            return lines.stream()
                    .map(URL::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst()
                    .orElse("");
        }

        boolean ended() {
            return !process.isAlive();
        }

        /** Once it has ended. */
        int exitCode() {
            return process.exitValue();
        }

        /** SIGTERM. */
        void terminate() {
            process.toHandle().destroy();
        }

        List<String> lines() {
            return lines;
        }

        /** All that it has printed, once it has ended by itself. */
        List<String> awaitEnd() throws InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("still running; it printed " + lines);
            }
            reader.join(5_000);
            return lines;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
