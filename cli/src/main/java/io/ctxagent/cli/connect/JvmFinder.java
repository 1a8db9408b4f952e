package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From what the user typed to the one JVM that it means. */
final class JvmFinder {

    private static final int MAX_LISTED = 5;

    private record Named(JvmProcess process, String main) {}

    private JvmFinder() {}

    static JvmProcess find(String text) {
        JvmProcesses processes = new JvmProcesses();
        if (!processes.available()) {
            throw new Failure(
                    ExitCode.ATTACH_REFUSED,
                    "JVMs can be looked at on Linux only, with /proc mounted; file:SNAPSHOT works everywhere");
        }
        return isNumber(text) ? byPid(text, processes) : byName(text, processes);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static JvmProcess byPid(String text, JvmProcesses processes) {
        long pid;
        try {
            pid = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw noProcess(Failure.quote(text));
        }
        JvmProcess process = processes.process(pid);
        if (!process.exists()) {
            throw noProcess(text);
        }
        return process;
    }

    private static Failure noProcess(String pid) {
        return new Failure(
                ExitCode.NO_TARGET,
                "there is no process " + pid + "; ctxinspect ps lists the JVMs that you can look at");
    }

    private static JvmProcess byName(String text, JvmProcesses processes) {
        List<Named> whole = new ArrayList<>();
        List<Named> part = new ArrayList<>();
        for (Named jvm : named(processes)) {
            if (jvm.main().equals(text) || simpleName(jvm.main()).equals(text)) {
                whole.add(jvm);
            }
            if (jvm.main().contains(text)) {
                part.add(jvm);
            }
        }
        List<Named> fitting = whole.isEmpty() ? part : whole;
        if (fitting.isEmpty()) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "no main class contains \"" + Failure.quote(text) + "\"; "
                            + (isFile(text)
                                    ? "for the file of that name give file:" + Failure.quote(text)
                                    : "ctxinspect ps lists the JVMs that you can look at"));
        }
        if (fitting.size() > 1) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "\"" + Failure.quote(text) + "\" fits " + fitting.size() + " JVMs, give one's pid: "
                            + list(fitting));
        }
        return fitting.get(0).process();
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<Named> named(JvmProcesses processes) {
        List<Named> named = new ArrayList<>();
        try {
            for (JvmProcess process : processes.visible()) {
                try {
                    named.add(new Named(process, process.mainClass()));
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_PERMISSION, "cannot list /proc: " + Failure.quote(e.getMessage()), e);
        }
        return named;
    }

    private static String simpleName(String main) {
        String file = main.substring(main.lastIndexOf('/') + 1);
        return file.endsWith(".jar") ? file : file.substring(file.lastIndexOf('.') + 1);
    }

    private static String list(List<Named> jvms) {
        List<String> names = new ArrayList<>();
        for (Named jvm : jvms.subList(0, Math.min(MAX_LISTED, jvms.size()))) {
            names.add(jvm.process().pid() + " " + Failure.quote(jvm.main()));
        }
        return String.join(", ", names) + (jvms.size() > MAX_LISTED ? ", ..." : "");
    }
}
