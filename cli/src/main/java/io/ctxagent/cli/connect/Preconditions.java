package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import java.io.IOException;

/**
 * What must hold before a JVM is touched. An attach begins with SIGQUIT: a process that does not handle it would be
 * killed, and a JVM that is stopped would print a thread dump when it goes on. So both are found out first.
 */
final class Preconditions {

    private Preconditions() {}

    /** It is a JVM, ours to look at, and running. */
    static void checkReachable(JvmProcess jvm) throws IOException {
        long pid = jvm.pid();
        if (!jvm.exists() || jvm.zombie()) {
            throw ended(pid);
        }
        if (jvm.threadGroup() != pid) {
            throw new Failure(
                    ExitCode.NO_TARGET, pid + " is a thread of process " + jvm.threadGroup() + "; give that number");
        }
        checkUser(jvm);
        if (!jvm.isJvm()) {
            throw new Failure(
                    ExitCode.NO_TARGET,
                    "process " + pid + " is not a JVM; ctxinspect ps lists the JVMs that you can look at");
        }
        if (jvm.stopped()) {
            throw new Failure(
                    ExitCode.ATTACH_REFUSED,
                    "JVM " + pid + " is stopped and cannot answer; let it go on first: kill -CONT " + pid);
        }
    }

    /** The agent can be loaded into it. */
    static void checkLoadable(JvmProcess jvm) throws IOException {
        long pid = jvm.pid();
        if (jvm.forbidsAttach()) {
            throw new Failure(
                    ExitCode.ATTACH_REFUSED,
                    "JVM " + pid + " was started with -XX:+DisableAttachMechanism; start it without, or with"
                            + " -javaagent:ctx-agent.jar");
        }
        if (!jvm.catchesQuit()) {
            throw new Failure(
                    ExitCode.ATTACH_REFUSED,
                    "JVM " + pid + " does not listen for attaching: it is still starting (try again) or was started"
                            + " with -Xrs (start it without)");
        }
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            throw new Failure(
                    ExitCode.ATTACH_REFUSED,
                    "the Java that runs ctxinspect has no module jdk.attach; set JAVA_HOME to a full JDK, or start the"
                            + " JVM with -javaagent:ctx-agent.jar");
        }
    }

    static Failure ended(long pid) {
        return new Failure(ExitCode.NO_TARGET, "process " + pid + " has ended; ctxinspect ps lists the JVMs that run");
    }

    private static void checkUser(JvmProcess jvm) throws IOException {
        JvmProcess self = new JvmProcesses().self();
        int uid = self.uid();
        if (uid != 0 && uid != jvm.uid()) {
            String user = Failure.quote(jvm.user());
            throw new Failure(
                    ExitCode.NO_PERMISSION,
                    "process " + jvm.pid() + " runs as " + user + " (uid " + jvm.uid() + "), you are "
                            + Failure.quote(self.user()) + " (uid " + uid + "); run: sudo -u " + user
                            + " ctxinspect ...");
        }
    }
}
