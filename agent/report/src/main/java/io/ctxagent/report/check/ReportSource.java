package io.ctxagent.report.check;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import java.util.List;

/**
 * Where findings come from: one JVM.
 *
 * @param name the file of its report, or what the user called the JVM
 * @param agent without its hooks, which nobody asks for here
 */
public record ReportSource(String name, JvmInfo jvm, AgentInfo agent) {

    static ReportSource of(String name, Snapshot snapshot) {
        AgentInfo agent = snapshot.agent();
        return new ReportSource(
                name,
                snapshot.jvm(),
                new AgentInfo(
                        agent.version(),
                        agent.mode(),
                        agent.loaded(),
                        agent.complete(),
                        agent.droppedEvents(),
                        List.of(),
                        agent.evictions()));
    }
}
