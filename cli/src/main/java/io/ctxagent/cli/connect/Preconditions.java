package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import io.ctxagent.cli.process.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a JVM is touched. An attach begins with SIGQUIT: a process that does not handle it would be
 * killed, and a JVM that is stopped would print a thread dump when it goes on. So both are found out first.
 */
final class Preconditions {

    /** The oldest Java that the agent runs on. */
    private static final int OLDEST = 17;

    /** All of them, for those who go through them one by one. */
    static final class Listed {

        /** It is a JVM, ours to look at, and running. In this order: nothing can be said of one when one before it fails. */
        static final List<Precondition> REACHABLE = List.of(
                new Precondition("process", "it runs", Preconditions::process),
                new Precondition("user", "you may look at it", Preconditions::user),
                new Precondition("jvm", "it is a JVM", Preconditions::jvm),
                new Precondition("running", "it is not stopped", Preconditions::running));

        /** An agent that is in it can be asked for its socket. */
        static final List<Precondition> ASKABLE = List.of(
                new Precondition("java", "it runs on Java 17 or later", Preconditions::java),
                new Precondition("files", "its files can be seen", Preconditions::files),
                new Precondition("temporary", "it has a /tmp to meet in", Preconditions::temporary),
                new Precondition("socket path", "it is short enough", SocketPath::fault),
                new Precondition("descriptors", "it can open more files", Preconditions::descriptors),
                new Precondition("attach", "attaching is not switched off", Preconditions::attach),
                new Precondition("signal", "it listens for attaching", Preconditions::signal));

        private static final Precondition LOADING =
                new Precondition("loading", "agents may be loaded", Preconditions::loading);

        private Listed() {}
    }

    private Preconditions() {}

    /** Checks all of {@link Listed#REACHABLE}; every look does, and without linking a lambda for each. */
    static void checkReachable(JvmProcess jvm) throws IOException {
        refuse(process(jvm));
        refuse(user(jvm));
        refuse(jvm(jvm));
        refuse(running(jvm));
    }

    private static void refuse(@Nullable Fault fault) {
        if (fault != null) {
            throw fault.failure();
        }
    }

    /** Checks what an agent that is there needs to open its socket. */
    static void checkDescriptors(JvmProcess jvm) throws IOException {
        refuse(descriptors(jvm));
    }

    static void checkLoadable(JvmProcess jvm) throws IOException {
        for (Precondition precondition : Listed.ASKABLE) {
            precondition.check(jvm);
        }
        Listed.LOADING.check(jvm);
    }

    /** What an attach needs, with the agent's jar as the last. */
    static List<Precondition> loadable(Path agentJar) {
        return Stream.concat(
                        Listed.ASKABLE.stream(),
                        Stream.of(
                                Listed.LOADING,
                                new Precondition("agent jar", agentJar.toString(), jvm -> agentJar(agentJar))))
                .toList();
    }

    static Failure ended(long pid) {
        return gone(pid).failure();
    }

    /** A file of the JVM's may not be read, although its user is ours or we are root. */
    static Failure denied(JvmProcess jvm, IOException e) {
        boolean root;
        try {
            root = new JvmProcesses().self().uid() == 0;
        } catch (IOException unknown) {
            root = false;
        }
        return new Failure(
                ExitCode.NO_PERMISSION,
                "you may not look at " + Failure.quote(e.getMessage()) + " of process " + jvm.pid()
                        + (root ? "; not even root may here" : "; run ctxinspect as root"),
                e);
    }

    private static Fault gone(long pid) {
        return new Fault(
                ExitCode.NO_TARGET,
                "process " + pid + " has ended",
                "ctxinspect ps lists the JVMs that run",
                "ctxinspect ps");
    }

    private static @Nullable Fault process(JvmProcess jvm) throws IOException {
        long pid = jvm.pid();
        if (!jvm.exists() || jvm.zombie()) {
            return gone(pid);
        }
        long group = jvm.threadGroup();
        return group == pid
                ? null
                : new Fault(
                        ExitCode.NO_TARGET,
                        pid + " is a thread of process " + group,
                        "give that number",
                        "ctxinspect doctor " + group);
    }

    private static @Nullable Fault user(JvmProcess jvm) throws IOException {
        JvmProcess self = new JvmProcesses().self();
        int uid = self.uid();
        if (uid == 0 || uid == jvm.uid()) {
            return null;
        }
        String user = Failure.quote(jvm.user());
        return new Fault(
                ExitCode.NO_PERMISSION,
                "process " + jvm.pid() + " runs as " + user + " (uid " + jvm.uid() + "), you are "
                        + Failure.quote(self.user()) + " (uid " + uid + ")",
                "run: sudo -u " + user + " ctxinspect ...",
                "sudo -u " + user + " ctxinspect attach " + jvm.pid());
    }

    private static @Nullable Fault jvm(JvmProcess jvm) throws IOException {
        if (jvm.isJvm()) {
            return null;
        }
        // What is mapped goes before the process does.
        return jvm.ends()
                ? gone(jvm.pid())
                : new Fault(
                        ExitCode.NO_TARGET,
                        "process " + jvm.pid() + " is not a JVM",
                        "ctxinspect ps lists the JVMs that you can look at",
                        "ctxinspect ps");
    }

    private static @Nullable Fault running(JvmProcess jvm) throws IOException {
        String command = "kill -CONT " + jvm.pid();
        return jvm.stopped()
                ? new Fault(
                        ExitCode.ATTACH_REFUSED,
                        "JVM " + jvm.pid() + " is stopped and cannot answer",
                        "let it go on first: " + command,
                        command)
                : null;
    }

    private static @Nullable Fault java(JvmProcess jvm) throws IOException {
        String version = jvm.jdk();
        int feature;
        try {
            feature = Runtime.Version.parse(version).feature();
        } catch (IllegalArgumentException e) {
            // "1.8.0_402" and "?": the one is too old, of the other nobody knows
            feature = version.startsWith("1.") ? 8 : OLDEST;
        }
        return feature >= OLDEST
                ? null
                : new Fault(
                        ExitCode.AGENT_FAILED,
                        "JVM " + jvm.pid() + " runs on Java " + Failure.quote(version) + ", the agent needs 17",
                        "start it on a later one",
                        "JAVA_HOME=/path/to/jdk-17-or-later, and start the application again");
    }

    private static @Nullable Fault files(JvmProcess jvm) {
        return Files.isDirectory(jvm.inside("/"))
                ? null
                : new Fault(
                        ExitCode.NO_PERMISSION,
                        "you may not look into the files of JVM " + jvm.pid() + ", " + jvm.inside("/"),
                        "run ctxinspect as root",
                        "sudo ctxinspect attach " + jvm.pid());
    }

    private static @Nullable Fault temporary(JvmProcess jvm) throws IOException {
        Path directory = jvm.inside("/tmp");
        if (!Files.isDirectory(directory)) {
            return new Fault(
                    ExitCode.AGENT_FAILED,
                    "JVM " + jvm.pid() + " has no directory /tmp, where the agent and ctxinspect meet",
                    "make one: mkdir -m 1777 " + directory,
                    "mkdir -m 1777 " + directory);
        }
        return Files.isWritable(directory)
                ? StaleSocket.fault(jvm)
                : new Fault(
                        ExitCode.NO_PERMISSION,
                        "you may not write into " + directory + ", where the agent and ctxinspect meet",
                        "run ctxinspect as root",
                        "chmod 1777 " + directory);
    }

    private static @Nullable Fault descriptors(JvmProcess jvm) throws IOException {
        OpenFiles files = jvm.openFiles();
        String command = "prlimit --pid " + jvm.pid() + " --nofile=" + (2 * files.open() + 100) + ":";
        return files.full()
                ? new Fault(
                        ExitCode.ATTACH_REFUSED,
                        "JVM " + jvm.pid() + " has " + files.open() + " files open and may have no more than "
                                + files.limit() + ", too few for an answer",
                        "let it have more: " + command,
                        command)
                : null;
    }

    private static @Nullable Fault attach(JvmProcess jvm) throws IOException {
        String option = "-XX:+DisableAttachMechanism";
        return jvm.forbidsAttach()
                ? new Fault(
                        ExitCode.ATTACH_REFUSED,
                        "JVM " + jvm.pid() + " was started with " + option,
                        "start it without, or with -javaagent:ctx-agent.jar=socket=start",
                        "start the JVM again without " + option)
                : null;
    }

    private static @Nullable Fault loading(JvmProcess jvm) throws IOException {
        return jvm.forbidsLoading() ? startedWith(jvm, "-XX:-EnableDynamicAgentLoading") : null;
    }

    static Fault startedWith(JvmProcess jvm, String option) {
        return new Fault(
                ExitCode.ATTACH_REFUSED,
                "JVM " + jvm.pid() + " was started with " + option,
                "start it without, or with -javaagent:ctx-agent.jar",
                "start the JVM again without " + option);
    }

    private static @Nullable Fault signal(JvmProcess jvm) throws IOException {
        return jvm.catchesQuit()
                ? null
                : new Fault(
                        ExitCode.ATTACH_REFUSED,
                        "JVM " + jvm.pid() + " does not listen for attaching: it is still starting, or was started"
                                + " with -Xrs",
                        "try again, or start it without -Xrs",
                        "start the JVM again without -Xrs");
    }

    /** Whether the Java that runs us attaches by itself; else {@link HotSpotAttach} does. */
    static boolean hasAttachModule() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }

    static @Nullable Fault agentJar(Path jar) {
        return Files.isReadable(jar)
                ? null
                : new Fault(
                        ExitCode.AGENT_FAILED,
                        "there is no agent at " + Failure.quote(jar.toString()),
                        "name it with --agent-jar or install ctxinspect again",
                        "ctxinspect attach ... --agent-jar /path/to/ctx-agent.jar");
    }
}
