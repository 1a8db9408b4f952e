package io.ctxagent.cli.process;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent is in a JVM, told without attaching: a JVM keeps each jar that it loaded classes from open.
 *
 * @param how since when it is there
 * @param jar the jar as the JVM itself sees it; null when there is none, or when it was deleted since
 */
public record AgentPresence(How how, @Nullable String jar) {

    /** When the agent came. */
    public enum How {
        STARTUP,
        ATTACHED,
        NO;

        /** The word that {@code ctxinspect ps} prints. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final AgentPresence NONE = new AgentPresence(How.NO, null);

    /** What an agent that was detached leaves, see {@code DetachedMark} in the agent. */
    private static final String DETACHED = "ctx-agent-detached-";

    private static final String DELETED = " (deleted)";

    public boolean present() {
        return how != How.NO;
    }

    /** Whether an open file is the mark of an agent that was there and was detached. */
    static boolean isDetachedMark(String link) {
        return JavaCommand.fileName(link).startsWith(DETACHED);
    }

    /** The jar is still there, and nothing works. */
    AgentPresence detached() {
        return new AgentPresence(How.NO, jar);
    }

    /** Whether an open file, as a link in {@code /proc/PID/fd} names it, is the agent's jar. */
    static boolean isAgentJar(String link) {
        String path = link.endsWith(DELETED) ? link.substring(0, link.length() - DELETED.length()) : link;
        String name = JavaCommand.fileName(path);
        return name.equals("ctx-agent.jar") || name.matches("ctx-agent-\\d[\\w.+-]*\\.jar");
    }

    static AgentPresence of(String link, boolean namedAtStart) {
        return new AgentPresence(namedAtStart ? How.STARTUP : How.ATTACHED, link.endsWith(DELETED) ? null : link);
    }
}
