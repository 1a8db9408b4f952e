package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.JvmProcess;
import java.io.IOException;

/**
 * From what the JDK throws when attaching fails (module jdk.attach, JDK 17 to 25) to what the user can do. The types are
 * told by name, because a Java without that module has none of them.
 */
final class AttachFailure {

    private AttachFailure() {}

    static Failure of(Throwable thrown, JvmProcess jvm) {
        String jvmName = "JVM " + jvm.pid();
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            String type = e.getClass().getSimpleName();
            String message = String.valueOf(e.getMessage());
            if (message.contains("No such process") || jvm.hasEnded() || (e instanceof IOException && jvm.ends())) {
                return Preconditions.ended(jvm.pid());
            }
            if (message.contains("EnableDynamicAgentLoading") || message.contains("Dynamic agent loading")) {
                return Preconditions.startedWith(jvm, "-XX:-EnableDynamicAgentLoading")
                        .failure();
            }
            if (message.contains("Operation not permitted") || message.contains("Permission denied")) {
                return new Failure(
                        ExitCode.NO_PERMISSION,
                        jvmName + " may not be attached to: " + Failure.quote(message)
                                + "; run ctxinspect as the JVM's user",
                        thrown);
            }
            if (type.equals("AttachNotSupportedException") && message.contains("respond within")) {
                return new Failure(
                        ExitCode.ATTACH_REFUSED,
                        jvmName + " did not answer for the ten seconds that the JDK waits at most; ctxinspect doctor "
                                + jvm.pid() + " may say why",
                        thrown);
            }
            if (type.equals("AttachNotSupportedException")) {
                return new Failure(
                        ExitCode.ATTACH_REFUSED,
                        jvmName + " refuses attaching (" + Failure.quote(message)
                                + "); start it with -javaagent:ctx-agent.jar",
                        thrown);
            }
            if (type.equals("AgentLoadException") || type.equals("AgentInitializationException")) {
                return new Failure(
                        ExitCode.AGENT_FAILED,
                        "the agent did not start in " + jvmName + " (" + Failure.quote(message)
                                + "); the JVM's own standard error may say more",
                        thrown);
            }
            if (e instanceof IOException) {
                return new Failure(
                        ExitCode.ATTACH_REFUSED, "cannot attach to " + jvmName + ": " + Failure.quote(message), thrown);
            }
        }
        return new Failure(
                ExitCode.ATTACH_REFUSED,
                "cannot attach to " + jvmName + ": " + Failure.quote(thrown.getMessage()),
                thrown);
    }
}
