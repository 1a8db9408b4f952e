package io.ctxagent.javaagent.wiring;

import java.io.File;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the agent was told, in order of precedence: agent argument, system property {@code ctx.agent.<key>}, environment variable
 * {@code CTX_AGENT_<KEY>}, file named by {@code config}, default. A key that nobody knows or a value that cannot be is one
 * line on standard error; the default is used and the application starts.
 *
 * @param mode {@code enforce} or {@code observe}
 * @param switchedOff names of the families that do nothing
 * @param report directory of the report that is written at exit; null for none
 * @param graceNanos how long work may go on after its context is done before it is a finding
 * @param shutdownNanos how long shutdown waits for user threads; 0 for not at all
 * @param stacks {@code off}, {@code site} or {@code full}
 * @param socket {@code on}: when a tool asks; {@code off}; {@code start}: from the start of the JVM
 * @param http whether each incoming HTTP request gets a context
 * @param requestNanos the deadline of each; 0 for none
 * @param readNanos how long a server waits for the bytes of one; 0 for as long as it likes
 * @param deadlineHeader the header in which the remaining time travels; null for none
 * @param cache {@code on}, {@code off} or the directory of the cache of woven classes
 * @param reply where an attaching tool waits for the socket's address; null when none does
 */
record AgentOptions(
        String mode,
        Set<String> switchedOff,
        boolean propagate,
        @Nullable File report,
        long graceNanos,
        long shutdownNanos,
        String stacks,
        String socket,
        boolean allowCancel,
        boolean http,
        long requestNanos,
        long readNanos,
        @Nullable String deadlineHeader,
        String cache,
        @Nullable File reply) {

    /** Reads them for this JVM; complaints go to standard error. */
    static AgentOptions read(String argument, boolean atStartup) {
        OptionSources sources = OptionSources.of(argument, System.getProperties(), System.getenv());
        return of(sources, atStartup);
    }

    static AgentOptions of(OptionSources sources, boolean atStartup) {
        OptionValues values = new OptionValues(sources);
        AgentOptions options = new AgentOptions(
                values.oneOf("mode", atStartup ? "enforce" : "observe", "enforce", "observe"),
                values.switchedOffFamilies(),
                values.onOff("propagate", true),
                values.file("report"),
                values.duration("grace", 2_000_000_000L, false),
                values.duration("shutdown", 0, true),
                values.oneOf("stacks", "site", "off", "site", "full"),
                values.oneOf("socket", "on", "on", "off", "start"),
                values.trueFalse("allow-cancel", false),
                values.onOff("http", true),
                values.duration("http.timeout", 0, true),
                values.duration("http.read-timeout", 0, true),
                values.headerName("http.deadline-header"),
                values.onOffOrDirectory("cache"),
                values.file("reply"));
        values.complainAboutUnknown();
        return options;
    }

    /** Whether blocking calls are ended rather than only recorded. */
    boolean enforce() {
        return mode.equals("enforce");
    }
}
