package io.ctxagent.context;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of these tests in a JVM of its own. */
final class ChildJvm {

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    static ChildJvm start(Class<?> main, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath(Context.class) + File.pathSeparator + classPath(ChildJvm.class));
        command.add(main.getName());
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static String classPath(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }

    /** Reads lines until one begins with {@code start}. */
    void awaitLine(String start) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = process.getInputStream().read();
                next >= 0;
                next = process.getInputStream().read()) {
            if (next != '\n') {
                line.append((char) next);
            } else if (line.toString().startsWith(start)) {
                return;
            } else {
                line.setLength(0);
            }
        }
        throw new IOException("the JVM ended without the line " + start);
    }

    void terminate() {
        process.toHandle().destroy(); // Process.destroy() closes its output as well
    }

    /** All that it prints until it ends. */
    String output() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the JVM does not end");
        }
        return output;
    }
}
