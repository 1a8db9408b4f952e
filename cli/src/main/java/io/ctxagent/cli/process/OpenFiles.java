package io.ctxagent.cli.process;

import java.util.List;

/**
 * The file descriptors of a process.
 *
 * @param open how many it has open
 * @param limit how many it may have open; {@link Long#MAX_VALUE} where that is not known or has no bound
 */
public record OpenFiles(int open, long limit) {

    private static final int FOR_AN_ANSWER = 5;
    private static final String SOFT = "Max open files";

    /** Whether too few are left for an answer, which takes a socket that listens, one for us, and a file or two. */
    public boolean full() {
        return limit - open < FOR_AN_ANSWER;
    }

    /** The soft limit, out of {@code /proc/PID/limits}. */
    static long limit(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(SOFT)) {
                String soft = line.substring(SOFT.length()).strip().split(" ", 2)[0];
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
            }
        }
        return Long.MAX_VALUE;
    }
}
