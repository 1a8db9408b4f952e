package io.ctxagent.report;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.Counts;
import io.ctxagent.model.Finding;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The lines that say what was looked at, how well it could be seen, and how many there are of what. */
final class Header {

    private static final int WIDTH = 80;
    private static final String INCOMPLETE = "CTX901";

    private Header() {}

    static String render(Snapshot snapshot, Style style) {
        JvmInfo jvm = snapshot.jvm();
        AgentInfo agent = snapshot.agent();
        String main = jvm.mainClass().isEmpty() ? "JVM" : SafeText.of(jvm.mainClass());
        return style.strong(main) + "  pid " + jvm.pid() + "  user " + SafeText.of(jvm.user()) + "  JDK "
                + SafeText.of(jvm.jdk()) + "  up " + HumanDuration.of(jvm.uptimeMillis()) + "\n" + "agent "
                + SafeText.of(agent.version()) + " (" + SafeText.of(agent.loaded()) + ", " + SafeText.of(agent.mode())
                + ")  " + (agent.complete() ? "observation complete" : style.warn("observation INCOMPLETE")) + "\n"
                + incomplete(snapshot)
                + hooks(agent)
                + contexts(snapshot.counts());
    }

    /** Why the picture may lack something; empty when it lacks nothing. */
    static String incomplete(Snapshot snapshot) {
        if (snapshot.agent().complete()) {
            return "";
        }
        StringBuilder why = new StringBuilder();
        for (Finding finding : snapshot.findings()) {
            if (tells(finding)) {
                lines(why, SafeText.of(finding.message()));
            }
        }
        if (why.length() == 0 && Part.is(snapshot)) {
            lines(why, "Only a part: " + Part.sentence(snapshot) + ".");
        } else if (why.length() == 0) {
            lines(why, "The agent does not say why.");
        }
        if (snapshot.agent().droppedEvents() > 0) {
            lines(why, Words.count(snapshot.agent().droppedEvents(), "record") + " dropped.");
        }
        return why.toString();
    }

    /** Whether the header has this finding's message already. */
    static boolean tells(Finding finding) {
        return finding.rule().equals(INCOMPLETE);
    }

    static String threads(Counts.ThreadCounts threads) {
        return threads.live() + " live: " + threads.user() + " user, " + threads.virtual() + " virtual, "
                + threads.blocked() + " blocked, " + threads.unowned() + " without a context";
    }

    private static String contexts(Counts counts) {
        return "contexts " + counts.contexts().live() + " live, "
                + counts.contexts().done() + " done\n";
    }

    private static String hooks(AgentInfo agent) {
        List<String> broken = new ArrayList<>();
        for (HookInfo hook : agent.hooks()) {
            if (hook.state().equals("missing") || hook.state().equals("degraded")) {
                broken.add(hook.target() + " " + hook.state());
            }
        }
        StringBuilder text = new StringBuilder();
        if (!broken.isEmpty()) {
            lines(text, "hooks: " + Words.some(broken, 3));
        }
        return text.toString();
    }

    private static void lines(StringBuilder out, String text) {
        for (String line : Words.wrap(text, WIDTH - 2)) {
            out.append("  ").append(line).append('\n');
        }
    }
}
