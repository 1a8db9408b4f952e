package io.ctxagent.cli.connect;

import io.ctxagent.cli.ExitCode;
import io.ctxagent.cli.Failure;
import io.ctxagent.cli.process.AgentPresence;
import io.ctxagent.cli.process.JvmProcess;
import io.ctxagent.cli.process.JvmProcesses;
import io.ctxagent.model.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at everything that an attach needs, one by one and without attaching. */
public final class Doctor {

    private final LiveOptions options;
    private final List<Checked> checked = new ArrayList<>();

    private Doctor(LiveOptions options) {
        this.options = options;
    }

    /**
     * What ctxinspect itself needs.
     *
     * @param options says where the agent is
     */
    public static List<Checked> here(LiveOptions options) {
        Doctor doctor = new Doctor(options);
        boolean linux = new JvmProcesses().available();
        doctor.checked.add(Checked.of(
                "linux",
                "/proc can be read",
                linux
                        ? null
                        : new Fault(
                                ExitCode.ATTACH_REFUSED,
                                "JVMs can be looked at on Linux only, with /proc mounted",
                                "file:SNAPSHOT works everywhere",
                                "ctxinspect tree file:SNAPSHOT")));
        doctor.checked.add(Checked.holds(
                "jdk.attach",
                Preconditions.hasAttachModule()
                        ? "this Java can attach"
                        : "this Java has no such module; ctxinspect attaches by itself"));
        doctor.checked.add(
                Checked.of("agent jar", options.agentJar().toString(), Preconditions.agentJar(options.agentJar())));
        boolean writable = Files.isWritable(Path.of("/tmp"));
        doctor.checked.add(Checked.of(
                "temporary",
                "/tmp can be written",
                writable
                        ? null
                        : new Fault(
                                ExitCode.NO_PERMISSION,
                                "you may not write into /tmp, where the agent and ctxinspect meet",
                                "mend its mode",
                                "chmod 1777 /tmp")));
        return List.copyOf(doctor.checked);
    }

    /**
     * What stands between ctxinspect and the JVM that {@code text} means.
     *
     * @throws Failure when there is no such JVM, or more than one
     */
    public static List<Checked> of(String text, LiveOptions options) {
        JvmProcess jvm = JvmFinder.find(text);
        Doctor doctor = new Doctor(options);
        try {
            if (doctor.all(Preconditions.Listed.REACHABLE, jvm, true)) {
                doctor.reachable(jvm);
            }
        } catch (IOException e) {
            throw jvm.exists() ? Preconditions.denied(jvm, e) : Preconditions.ended(jvm.pid());
        }
        return List.copyOf(doctor.checked);
    }

    private void reachable(JvmProcess jvm) throws IOException {
        checked.add(Checked.holds(
                "namespaces",
                jvm.ownPid() == jvm.pid() && jvm.sameFiles()
                        ? "it sees the same processes and files as you"
                        : "it is in a container: calls itself " + jvm.ownPid() + ", its files are " + jvm.inside("/")));
        AgentPresence agent = jvm.agent();
        checked.add(Checked.holds(
                "agent", agent.present() ? "loaded: " + agent.how().word() : "not loaded yet"));
        if (answers(jvm)) {
            checked.add(Checked.holds("socket", "open, and the agent answers: nothing has to be loaded"));
            return;
        }
        all(agent.present() ? Preconditions.Listed.ASKABLE : Preconditions.loadable(options.agentJar()), jvm, false);
    }

    /** Whether all of them hold; {@code stop} says not to look further than the first that does not. */
    private boolean all(List<Precondition> preconditions, JvmProcess jvm, boolean stop) throws IOException {
        for (Precondition precondition : preconditions) {
            Checked found = Checked.of(
                    precondition.name(),
                    precondition.holds(),
                    precondition.look().fault(jvm));
            checked.add(found);
            if (stop && !found.ok()) {
                return false;
            }
        }
        return true;
    }

    private boolean answers(JvmProcess jvm) throws IOException {
        for (Path socket : AgentSocket.find(jvm)) {
            try (AgentConnection connection =
                    AgentConnection.open(socket, new Request(Request.PING, Map.of()), options.timeout())) {
                if (connection.isFrom(jvm)) {
                    return true;
                }
            } catch (IOException e) {
                // Nobody listens there any more, or nobody that we understand.
            }
        }
        return false;
    }
}
